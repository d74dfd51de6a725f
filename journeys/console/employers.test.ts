import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import type { ProblemCode } from '@miaodai/http-api';
import { ApiProblem } from '@miaodai/http-api/client';
import { addDays } from '@miaodai/values';
import { sql } from 'kysely';
import { skipToTheDayOf } from '../kit/days.ts';
import { movableClock } from '../../server/src/platform/clock.ts';
import { goOn, walkTo, type Application } from '../bad-input/walk.ts';
import { until, type Borrower } from '../kit/borrower.ts';
import { aPerson, type Person } from '../kit/persons.ts';
import { Clerk, demoStaff, hire } from '../kit/staff.ts';
import { aWorld, serve } from '../kit/world.ts';

const HEADER = '单位代码,单位名称,等级,服务分行,白名单起,白名单止';
/** As the installation begins, but: 01 is another branch's, 04 is gone, 05 joins the whitelist, 07 is new. */
const NEXT_ROSTER = [
  HEADER,
  'KS01,昆山能源集团油气勘探公司,A,北京分行,2020-01-01,',
  'KS02,昆山能源集团管道运输公司,B,BJ01,2020-01-01,',
  'KS03,昆山能源集团炼化公司,B,DQ01,2020-01-01,',
  'KS05,昆山能源集团物业公司,B,BJ01,2026-01-01,2099-12-31',
  'KS06,昆山能源集团酒店公司,C,DQ01,2020-01-01,2022-12-31',
  'KS07,"昆山能源集团装备公司",B,总行,2026-01-01,',
].join('\r\n');

const saysNo =
  (code: ProblemCode, words = /./) =>
  (error: unknown) =>
    error instanceof ApiProblem && error.problem.code === code && words.test(JSON.stringify(error.problem));
const fileOf = (text: string, fileName = '名册.csv', note = '三季度名册') => ({
  body: { fileName, base64: Buffer.from(text).toString('base64'), note },
});

type Bank = Awaited<ReturnType<typeof aBank>>;

test('a roster is imported, looked through, published by a second person, and then decides on the route', async (t) => {
  const bank = await aBank(t);
  await t.test(
    'whose business it is not sees no roster; who releases does not draft, who drafts does not release',
    () => strangers(bank),
  );
  await t.test('a file with bad lines is refused with all of them, and nothing of it is kept', () => badLines(bank));
  await t.test('HR and the roster of the day give the route, the branch and the product', () => routes(bank));
  await t.test('of each product one application is open, also where the route changes it', () => oneOfAProduct(bank));
  await t.test('who is no employee reads it in the words of the bank, and corrects the number', () => nobody(bank));
  await t.test('the difference names what changes and whom it touches; it holds from its day on', () =>
    published(bank),
  );
  await t.test('after that day the new roster routes, and HR’s own list is only reported', () => routedAnew(bank));
  await t.test('every write at it is in the audit trail', async () => {
    const acts = await bank.world.db
      .selectFrom('staff.acts')
      .select(['operation', 'outcome'])
      .where('operation', 'like', '%Roster%')
      .where('outcome', '=', 'done')
      .orderBy('at')
      .execute();
    assert.deepEqual(
      acts.map(({ operation }) => operation),
      [
        ...['importRoster', 'submitRoster', 'returnRoster'],
        ...['importRoster', 'submitRoster', 'publishRoster', 'importRoster'],
      ],
    );
  });
});

async function aBank(t: TestContext) {
  const world = await aWorld(t);
  const { editor, publisher, auditor, officer } = demoStaff;
  const both = { ...editor, loginName: 'both01', name: '两权', roles: ['business-editor', 'business-publisher'] };
  await hire(world, editor, publisher, auditor, officer, both);
  const clock = movableClock();
  const server = await serve(t, world, { clock });
  const { url, needs, borrower } = server;
  const openDay = () => skipToTheDayOf(needs.db, clock);
  await openDay();
  const at = async (who: typeof editor) => {
    const clerk = new Clerk(url, who);
    await clerk.signIn();
    return clerk.api;
  };
  let persons = 600;
  /** Somebody of an employer, before the page that asks for the ERP number. */
  const someone = async (
    employerCode: string | null,
    erpDigit: number,
  ): Promise<{ who: Borrower; at: Application }> => {
    const person: Person = aPerson((persons += 1), '周婷', { employerCode, erpDigit });
    await world.settle(person);
    await world.db.deleteFrom('platform.rate_limits').execute();
    const who = borrower(person);
    return { who, at: await walkTo(who, 'identity') };
  };
  return { world, clock, openDay, at, someone, staff: { editor, publisher, auditor, officer, both } };
}

async function strangers({ at, staff }: Bank): Promise<void> {
  const officer = await at(staff.officer);
  for (const look of [officer.listRosters, officer.rosterTemplate]) {
    await assert.rejects(look({}), saysNo('right-missing'));
  }
  await assert.rejects(officer.listEmployers({ query: {} }), saysNo('right-missing'));
  await assert.rejects((await at(staff.publisher)).importRoster(fileOf(NEXT_ROSTER)), saysNo('right-missing'));

  const auditor = await at(staff.auditor);
  const { rosters } = await auditor.listRosters({});
  assert.deepEqual(
    rosters.map(({ versionNo, inForce, employers, drafted }) => ({ versionNo, inForce, employers, drafted })),
    [{ versionNo: 1, inForce: true, employers: 6, drafted: null }],
  );
  const params = { rosterId: rosters[0]?.rosterId ?? '' };
  await assert.rejects(officer.readRoster({ params }), saysNo('right-missing'));
  await assert.rejects(officer.exportRoster({ params }), saysNo('right-missing'));
  await assert.rejects(auditor.submitRoster({ params }), saysNo('right-missing'));
  const body = { effectiveFrom: '2026-11-23' as never, comparedWith: params.rosterId };
  await assert.rejects((await at(staff.editor)).publishRoster({ params, body }), saysNo('right-missing'));
}

async function badLines({ at, staff }: Bank): Promise<void> {
  const editor = await at(staff.editor);
  const before = await editor.listRosters({});
  const bad = `${HEADER}\nKS01,勘探公司,A,BJ01,2020-01-01,\nKS02,管道公司,甲,SH01,,\nKS01,又一家公司,B,BJ01,,2020-13-01\n`;
  const problem: unknown = await editor.importRoster(fileOf(bad)).catch((error: unknown) => error);
  assert.ok(problem instanceof ApiProblem);
  assert.equal(problem.problem.code, 'roster-not-valid');
  assert.equal(problem.problem.detail, '共有 4 处错误');
  assert.deepEqual(problem.problem.fields, [
    { path: 'line:3:等级', message: '应为 A、B 或 C' },
    { path: 'line:3:服务分行', message: '没有“SH01”这家分行' },
    { path: 'line:4:白名单止', message: '不是日期，应如 2026-01-31' },
    { path: 'line:4:单位代码', message: '与第 2 行的单位代码重复' },
  ]);
  await assert.rejects(editor.importRoster(fileOf(NEXT_ROSTER, '名册.xlsx')), saysNo('invalid-input', /CSV/));
  await assert.rejects(editor.importRoster(fileOf(NEXT_ROSTER, '../名册.csv')), saysNo('invalid-input'));
  await assert.rejects(editor.importRoster(fileOf(NEXT_ROSTER, '名册.csv', ' ')), saysNo('invalid-input'));
  await assert.rejects(
    editor.importRoster({ body: { fileName: 'a.csv', base64: '****', note: 'x' } }),
    saysNo('invalid-input'),
  );
  const large = NEXT_ROSTER.padEnd(1_048_576, '\n');
  await assert.rejects(editor.importRoster(fileOf(large)), saysNo('invalid-input', /1 MB/));
  assert.deepEqual(await editor.listRosters({}), before, 'nothing of them is there');

  const { content } = await editor.rosterTemplate({});
  assert.ok(content.startsWith(`\uFEFF${HEADER}\r\n`));
}

/** What HR says by the last digit of the number and what the roster says of the employer: see docs/integrations/hr-system. */
async function routes({ someone, world }: Bank): Promise<void> {
  const whitelisted = await someone('KS01', 1);
  const instant = await whitelisted.who.identify(whitelisted.at);
  assert.deepEqual([instant.route, instant.step, instant.productCode], ['instant', 'about-you', 'instant-loan']);
  const never = await someone('KS05', 6);
  const standard = await never.who.identify(never.at);
  assert.deepEqual([standard.route, standard.step, standard.productCode], ['standard', 'about-you', 'standard-loan']);
  assert.equal(standard.status, 'applying');
  const noMore = await someone('KS06', 7);
  assert.equal((await noMore.who.identify(noMore.at)).route, 'standard');
  const rows = await world.db
    .selectFrom('application.applications')
    .select(['employer_code', 'employer_grade', 'branch_code', 'employer_name'])
    .where('employer_code', 'is not', null)
    .orderBy('employer_code')
    .execute();
  assert.deepEqual(
    rows.map((row) => [row.employer_code, row.employer_grade, row.branch_code, row.employer_name]),
    [
      ['KS01', 'A', 'DQ01', '昆山能源集团油气勘探公司'],
      ['KS05', 'C', 'BJ01', '昆山能源集团物业公司'],
      ['KS06', 'C', 'DQ01', '昆山能源集团酒店公司'],
    ],
  );
  await assert.rejects(whitelisted.who.identify(instant), saysNo('step-not-allowed'));
  assert.deepEqual(await casesOf(world), [], 'both lists say the same');
}

async function oneOfAProduct({ someone, world }: Bank): Promise<void> {
  const { who, at } = await someone('KS05', 6);
  const other = await who.api.startApplication({ body: { productCode: 'standard-loan' } });
  await assert.rejects(who.identify(at), saysNo('application-open', new RegExp(`融信贷.*${other.applicationNo}`)));
  const params = { applicationId: at.applicationId };
  const still = await who.api.readApplication({ params, query: {} });
  assert.deepEqual([still.step, still.productCode, still.route], ['identity', 'instant-loan', null]);
  await who.api.withdrawApplication({ params: { applicationId: other.applicationId } });
  assert.equal((await who.identify(still)).productCode, 'standard-loan');

  // Another device starts one at this very moment: it is written and not yet committed.
  const late = await someone('KS05', 6);
  const racing = await world.db.transaction().execute(async (tx) => {
    await sql`
      insert into application.applications
        (application_id, application_no, customer_id, product_code, branch_code, channel, step, started_at, saved_at)
      select gen_random_uuid(), 'A-RACE', customer_id, 'standard-loan', '*', channel, 'identity', started_at, saved_at
      from application.applications
      where application_id = ${late.at.applicationId}`.execute(tx);
    const identified = late.who.identify(late.at).catch((error: unknown) => error);
    await until('the other to wait', async () => {
      const { rows } = await sql`
        select pid from pg_locks where not granted and pg_backend_pid() = any(pg_blocking_pids(pid))`.execute(tx);
      return rows.length > 0 ? true : undefined;
    });
    return { identified };
  });
  assert.ok(saysNo('application-open', /A-RACE/)(await racing.identified));
}

async function nobody({ someone, world }: Bank): Promise<void> {
  const { who, at } = await someone(null, 9);
  assert.equal(at.identity.notEligible, null);
  const first = await who.identify(at);
  assert.deepEqual([first.route, first.step, first.identity.triesLeft], ['none', 'identity', 4]);
  assert.equal(first.identity.notEligible?.title, '没有查询到您的员工信息');
  assert.match(first.identity.notEligible?.paragraphs.join('') ?? '', /还可以再试 4 次/);
  // A system that says nothing has used up no try.
  const asked = { 'hr-system': 'verify', 'citizen-registry': 'check' };
  for (const [system, operation] of Object.entries(asked)) {
    await world.faults([{ system, operation, times: 1, fault: 'hang-up-before' }]);
    await assert.rejects(who.identify(first), saysNo('outside-system-silent'));
  }
  // Corrected: a number that ends in 1 is somebody's at KS01 whom HR has on no roster of its own.
  const corrected = await who.identify(first, `${who.person.erpNo.slice(0, 7)}1`);
  assert.deepEqual([corrected.route, corrected.step, corrected.identity.notEligible], ['instant', 'about-you', null]);
  assert.equal(corrected.identity.triesLeft, 3);

  const hopeless = await someone(null, 9);
  let now = hopeless.at;
  for (let tries = 0; tries < 5; tries += 1) now = await hopeless.who.identify(now);
  assert.deepEqual([now.step, now.identity.triesLeft], ['not-eligible', 0]);
  assert.equal(now.identity.notEligible?.title, '暂时不能申请此贷款');
  assert.match(now.identity.notEligible?.paragraphs.join('') ?? '', /400-000-0000/);
  await assert.rejects(hopeless.who.identify(now), saysNo('step-not-allowed'));
}

async function published({ at, staff, clock, openDay }: Bank): Promise<void> {
  const [editor, publisher, both] = [await at(staff.editor), await at(staff.publisher), await at(staff.both)];
  const { today, rosters } = await editor.listRosters({});
  const first = rosters[0]?.rosterId ?? '';

  // One draft of somebody who may do both, given back by another.
  const own = { rosterId: (await both.importRoster(fileOf(NEXT_ROSTER))).rosterId };
  assert.equal((await both.submitRoster({ params: own })).may.publish, 'same-person');
  const now = { effectiveFrom: today, comparedWith: first };
  await assert.rejects(both.publishRoster({ params: own, body: now }), saysNo('same-person'));
  const back = await publisher.returnRoster({ params: own, body: { reason: '等级请核对' } });
  assert.deepEqual([back.state, back.returned?.reason], ['returned', '等级请核对']);

  const { rosterId, difference, may } = await editor.importRoster(fileOf(NEXT_ROSTER));
  const params = { rosterId };
  assert.deepEqual(may, { submit: 'yes', publish: 'right-missing', return: 'right-missing' });
  assert.deepEqual([difference.same, difference.added, difference.removed, difference.changed], [3, 1, 1, 2]);
  const words = difference.lines.map(({ change, code, fields }) =>
    [change, code, ...fields.map(({ label, before, now: after }) => `${label}:${before ?? ''}→${after ?? ''}`)].join(
      ' ',
    ),
  );
  assert.deepEqual(words, [
    'changed KS01 服务分行:大庆分行→北京分行',
    'removed KS04 单位名称:昆山能源集团研究院→ 等级:B→ 服务分行:北京分行→ 白名单起:2020-01-01→',
    'changed KS05 等级:C→B 白名单起:→2026-01-01 白名单止:→2099-12-31',
    'added KS07 单位名称:→昆山能源集团装备公司 等级:→B 服务分行:→总行 白名单起:→2026-01-01',
  ]);
  // Two of KS01 and two of KS05 have applications open.
  const touched = Object.fromEntries(difference.lines.map((line) => [line.code, line.openApplications]));
  assert.deepEqual(touched, { KS01: 2, KS04: 0, KS05: 2, KS07: 0 });
  assert.equal(difference.openApplications, 4);

  await editor.submitRoster({ params });
  const seen = await publisher.readRoster({ params });
  assert.deepEqual([seen.may.publish, seen.difference.with?.rosterId], ['yes', first]);
  const early = { effectiveFrom: addDays(today, -1), comparedWith: first };
  await assert.rejects(publisher.publishRoster({ params, body: early }), saysNo('day-in-the-past'));
  const other = { effectiveFrom: today, comparedWith: null };
  await assert.rejects(publisher.publishRoster({ params, body: other }), saysNo('draft-changed', /第 1 版/));
  const tomorrow = { effectiveFrom: addDays(today, 1), comparedWith: first };
  const done = await publisher.publishRoster({ params, body: tomorrow });
  assert.deepEqual([done.state, done.inForce, done.ahead.length], ['published', false, 1]);
  const holding = async () => (await publisher.listEmployers({ query: {} })).roster?.versionNo;
  assert.equal(await holding(), 1);

  clock.move(86_400);
  await openDay();
  const late = await at(staff.auditor);
  const listed = await late.listEmployers({ query: { whitelisted: 'true', pageSize: 2 } });
  assert.deepEqual(
    [listed.roster?.versionNo, listed.total, ...listed.items.map(({ code, branchName }) => `${code} ${branchName}`)],
    [3, 5, 'KS01 北京分行', 'KS02 北京分行'],
  );
  const before = await late.listEmployers({ query: { on: today, text: 'KS05' } });
  assert.deepEqual([before.roster?.versionNo, before.items[0]?.whitelisted], [1, false]);

  // What is exported can be imported again, and changes nothing.
  const exported = await late.exportRoster({ params });
  const again = await (await at(staff.editor)).importRoster(fileOf(exported.content, exported.fileName));
  assert.deepEqual([again.difference.same, again.difference.lines], [6, []]);
}

async function routedAnew({ someone, world }: Bank): Promise<void> {
  const joined = await someone('KS05', 6);
  const instant = await joined.who.identify(joined.at);
  assert.deepEqual([instant.route, instant.productCode], ['instant', 'instant-loan']);
  const gone = await someone('KS04', 4);
  const standard = await goOn(gone.who, gone.at);
  assert.deepEqual([standard.route, standard.productCode], ['standard', 'standard-loan']);
  const row = await world.db
    .selectFrom('application.applications')
    .select(['employer_name', 'employer_grade', 'branch_code'])
    .where('application_id', '=', standard.applicationId)
    .executeTakeFirstOrThrow();
  assert.deepEqual(row, { employer_name: '昆山能源集团研究院', employer_grade: null, branch_code: '*' });
  assert.deepEqual(await casesOf(world), [
    'KS04：本行名册不在白名单，人力资源系统在白名单，按本行名册办理',
    'KS05：本行名册在白名单，人力资源系统不在白名单，按本行名册办理',
  ]);
}

async function casesOf({ db }: Bank['world']): Promise<string[]> {
  const rows = await db
    .selectFrom('cases.cases')
    .select('reason')
    .where('kind', '=', 'whitelists-disagree')
    .orderBy('reason')
    .execute();
  return rows.map(({ reason }) => reason);
}
