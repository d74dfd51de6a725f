import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from 'kysely';
import { businessDate, fen, type ApplicationId } from '@miaodai/values';
import { accounts, balance, ledgerFindings } from '../../server/src/ledger/index.ts';
import { skipToTheDayOf } from '../kit/days.ts';
import { rerunDecision } from '../../server/src/lending/decision/index.ts';
import { aDoor } from '../bad-input/door.ts';
import { walkTo, type Application } from '../bad-input/walk.ts';
import { until, type ANSWERS, type Borrower } from '../kit/borrower.ts';
import { tell } from '../kit/introduce.ts';
import { aPerson } from '../kit/persons.ts';
import type { World } from '../kit/world.ts';

const wang = aPerson(1, '王小明');
const DAY = 86_400;
type Server = Awaited<ReturnType<typeof aDoor>>['server'];

const look = ({ api }: Borrower, { applicationId }: Application, waitMs = 10_000) =>
  api.readApplication({ params: { applicationId }, query: { waitMs } });

/** How often the bureau has billed us for a person. */
const billed = async ({ controlUrl }: World, idNumber: string): Promise<number> =>
  (await tell<unknown[]>(controlUrl, 'GET', `/bureau-queries?idNumber=${idNumber}`)).length;

const hasCode =
  (code: string) =>
  ({ problem }: { problem: { code: string } }): boolean =>
    problem.code === code;

const limitLeft = ({ db }: World, { applicationId }: Application) =>
  balance(db, accounts.limitAvailable(applicationId));

/** Runs what waits for a decision to go on, now, as if its time had come. */
async function comeDue({ db, jobs }: Pick<Server['needs'], 'db' | 'jobs'>): Promise<void> {
  const queue = 'application.submitted';
  const { rows } = await sql<{ jobId: string; subject: string }>`
    select id as "jobId", data->>'subject' as subject
    from pgboss.job
    where name = ${queue} and state in ('created', 'retry')`.execute(db);
  jobs.startNow(rows.map((row) => ({ ...row, queue, now: true })));
  for (const { subject } of rows) await jobs.atWork(queue, subject);
}

/** Submits while a source is silent: the first attempt has ended, and nothing is decided. */
async function submitInVain({ needs }: Server, borrower: Borrower): Promise<Application> {
  const at = await walkTo(borrower, 'submit');
  const { applicationId } = at;
  const body = { smsCode: await borrower.requestCode(at), transactionPassword: await borrower.sealPassword() };
  await borrower.api.submitApplication({ params: { applicationId }, body });
  await needs.jobs.atWork('application.submitted', applicationId);
  return look(borrower, at, 0);
}

/** Walks to `submit` with other figures than usual, and submits. */
async function submitWith(borrower: Borrower, money: Partial<Record<keyof typeof ANSWERS.money, unknown>>) {
  const at = await walkTo(borrower, 'about-you');
  return borrower.submit(await borrower.fillIn(at, money));
}

test('seven overdue instalments are too many: declined at once, told why, and no limit is granted', async (t) => {
  const zheng = aPerson(9, '郑洁', { idCase: '93' });
  const { world, visitors } = await aDoor(t, zheng);
  const [{ borrower }] = visitors;
  const declined = await borrower.submit(await walkTo(borrower, 'submit'));
  assert.deepEqual([declined.step, declined.status], ['declined', 'declined']);
  assert.equal(declined.decision?.limitFen, 0);
  assert.equal(declined.decision?.reasons.length, 1);
  assert.match(declined.decision?.reasons[0] ?? '', /逾期/);
  assert.equal(await limitLeft(world, declined), 0);
  const texts = await until('the text', async () => {
    const now = await borrower.texts();
    return now.some(({ text }) => text.includes('未通过')) ? now : undefined;
  });
  assert.doesNotMatch(texts[0]?.text ?? '', /逾期/, 'the reason is not told by text');
  assert.deepEqual(
    declined.history.map(({ status }) => status),
    ['applying', 'deciding', 'declined'],
  );
  await assert.rejects(borrower.start(), hasCode('resubmit-too-early'));
});

test('heavy debts, warnings and a low score each decline with their own words', async (t) => {
  const persons = [
    { person: aPerson(21, '韩梅', { idCase: '94' }), words: /收入|负债|还款/ },
    { person: aPerson(22, '李雷', { idCase: '97' }), words: /核实/ },
    { person: aPerson(23, '林涛', { idCase: '98' }), words: /评分|综合/ },
  ] as const;
  const { visitors } = await aDoor(t, persons[0].person, persons[1].person, persons[2].person);
  for (const [i, { words }] of persons.entries()) {
    const { borrower } = visitors[i as 0 | 1 | 2];
    const declined = await borrower.submit(await walkTo(borrower, 'submit'));
    assert.equal(declined.step, 'declined');
    assert.match(declined.decision?.reasons.join() ?? '', words);
  }
});

test('while the bureau is silent the answer is honest; a person is told in time, and one report is paid for', async (t) => {
  const { world, server, visitors, clock } = await aDoor(t, wang);
  const [{ borrower }] = visitors;
  // It records and bills the query, and its answer is lost; asked again it hangs up before.
  await world.faults([
    { system: 'credit-bureau', operation: 'query', times: 1, fault: 'apply-then-hang-up' },
    { system: 'credit-bureau', operation: 'query', times: 2, fault: 'hang-up-before' },
  ]);
  const waiting = await submitInVain(server, borrower);
  assert.deepEqual([waiting.step, waiting.status, waiting.decision], ['decision', 'deciding', null]);
  assert.equal(await billed(world, wang.idNumber), 1);
  const cases = async () => {
    const { rows } = await sql<{ kind: string; reason: string }>`select kind, reason from cases.cases`.execute(
      world.db,
    );
    return rows;
  };
  assert.deepEqual(await cases(), []);

  await comeDue(server.needs);
  assert.deepEqual(await cases(), []);
  clock.move(10 * 60);
  await comeDue(server.needs);
  const [opened, ...others] = await cases();
  assert.equal(opened?.kind, 'decision-source-silent');
  assert.match(opened?.reason ?? '', /credit-bureau/);
  assert.deepEqual(others, []);
  assert.equal((await look(borrower, waiting, 0)).step, 'decision');

  await comeDue(server.needs);
  assert.equal((await look(borrower, waiting, 0)).step, 'amount');
  assert.equal(await billed(world, wang.idNumber), 1, 'asked four times, billed once');
  assert.equal((await cases()).length, 1);
});

test('when the big-data platform is silent the report of the bureau is kept, and not asked for again', async (t) => {
  const { world, server, visitors } = await aDoor(t, wang);
  const [{ borrower }] = visitors;
  await world.faults([{ system: 'big-data', operation: 'assess', times: 1, fault: 'hang-up-before' }]);
  const waiting = await submitInVain(server, borrower);
  assert.equal(waiting.step, 'decision');
  await comeDue(server.needs);
  const decided = await look(borrower, waiting, 0);
  assert.equal(decided.decision?.limitFen, 63_500_00);
  const asked = await tell<{ system: string }[]>(world.controlUrl, 'GET', '/calls');
  assert.equal(asked.filter(({ system }) => system === 'credit-bureau').length, 1);
});

test('who gives up after the contract was drawn up leaves a void contract and no limit', async (t) => {
  const { world, visitors } = await aDoor(t, wang);
  const [{ borrower }] = visitors;
  const agreed = await walkTo(borrower, 'confirm');
  assert.equal(await limitLeft(world, agreed), 63_500_00);
  const params = { applicationId: agreed.applicationId };
  await borrower.api.withdrawApplication({ params });
  await until('the limit to be released', async () => ((await limitLeft(world, agreed)) === 0 ? true : undefined));
  const contract = await borrower.api.readContract({ params: { contractId: agreed.contractId ?? '' }, query: {} });
  assert.equal(contract.state, 'void');
  const withdrawn = await look(borrower, agreed);
  assert.deepEqual([withdrawn.status, withdrawn.contractId], ['withdrawn', null]);
  await assert.rejects(borrower.confirm(agreed), hasCode('step-not-allowed'));
  assert.deepEqual(await ledgerFindings(world.db), []);
  assert.equal((await world.transfersAtTheCore()).length, 0);
});

test('an amount above the online threshold goes to an officer, one at the threshold goes on', async (t) => {
  const rich = aPerson(31, '钱多多');
  const richer = aPerson(32, '钱多多');
  const { visitors } = await aDoor(t, rich, richer);
  const money = { monthlyIncomeFen: 60_000_00, monthlyExpenseFen: 10_000_00, termMonths: 36 };
  const steps: (string | null)[] = [];
  for (const [i, amountFen] of [300_000_00, 300_100_00].entries()) {
    const { borrower } = visitors[i as 0 | 1];
    const decided = await submitWith(borrower, money);
    // Room 55 % of 60,000 less 1,200 is 31,800 a month: far more than 500,000 over three years costs.
    assert.equal(decided.decision?.limitFen, 500_000_00);
    const { step, status, contractId } = await borrower.chooseAmount(decided, fen(amountFen));
    steps.push(step, status);
    assert.equal(contractId, null);
  }
  assert.deepEqual(steps, ['use-of-funds', 'to-be-paid', 'officer', 'deciding']);
});

test("who works for a group company outside the whitelist goes to an officer under that employer's branch", async (t) => {
  const zhou = aPerson(7, '周婷', { employerCode: 'KS05', erpDigit: 6 });
  const { visitors } = await aDoor(t, zhou);
  const [{ borrower }] = visitors;
  const at = await walkTo(borrower, 'officer');
  assert.deepEqual([at.route, at.status], ['standard', 'deciding']);
  assert.ok(at.identity.employerName);
});

test('a machine declines for the standard product only where the branch says so, and never approves', async (t) => {
  const overdue = { employerCode: 'KS05', erpDigit: 6, idCase: '93' };
  const [shen, cheng, yang] = [
    aPerson(24, '沈逾期', overdue),
    aPerson(25, '程逾期', overdue),
    aPerson(26, '杨无事', { employerCode: 'KS05', erpDigit: 6 }),
  ];
  const { world, visitors } = await aDoor(t, shen, cheng, yang);
  const [{ borrower: before }, { borrower: after }, { borrower: blameless }] = visitors;
  const referred = await before.submit(await walkTo(before, 'submit'));
  assert.deepEqual([referred.step, referred.status, referred.decision], ['officer', 'deciding', null]);
  await world.db
    .insertInto('products.parameters')
    .values({
      ...{ product_code: 'standard-loan', branch_code: 'BJ01', name: 'autoDecline' },
      ...{ effective_from: businessDate('2026-01-02'), value: 'true' },
    })
    .execute();
  const declined = await after.submit(await walkTo(after, 'submit'));
  assert.deepEqual([declined.route, declined.step, declined.status], ['standard', 'declined', 'declined']);
  assert.match(declined.decision?.reasons.join() ?? '', /逾期/);
  assert.equal(await limitLeft(world, declined), 0);
  const { rows } = await sql`
    select 1 from review.reviews where application_id = ${declined.applicationId}`.execute(world.db);
  assert.equal(rows.length, 0, 'no officer is asked');
  const approved = await blameless.submit(await walkTo(blameless, 'submit'));
  assert.deepEqual([approved.step, approved.decision], ['officer', null]);
});

test('who is on no roster may correct the number four times, then is not eligible', async (t) => {
  const wu = aPerson(8, '吴强', { employerCode: null, erpDigit: 9 });
  const { visitors } = await aDoor(t, wu);
  const [{ borrower }] = visitors;
  let at = await walkTo(borrower, 'identity');
  const left: number[] = [];
  while (at.step === 'identity') {
    left.push(at.identity.triesLeft);
    at = await borrower.identify(at);
    assert.equal(at.route, 'none');
  }
  assert.deepEqual(left, [5, 4, 3, 2, 1]);
  assert.deepEqual([at.step, at.status], ['not-eligible', 'not-eligible']);
});

test('an offer holds for thirty days of the bank and not a day longer, at every step that builds on it', async (t) => {
  const li = aPerson(2, '李晓红');
  const zhao = aPerson(4, '赵敏');
  const qian = aPerson(33, '钱多多');
  const { world, server, visitors, clock } = await aDoor(t, wang, li, zhao, qian);
  const steps = ['amount', 'use-of-funds', 'contract', 'confirm'] as const;
  const at: Application[] = [];
  for (const [i, step] of steps.entries()) at.push(await walkTo(visitors[i as 0].borrower, step));
  const [amount, use, contract, confirm] = at as [Application, Application, Application, Application];
  const validUntil = amount.decision?.validUntil ?? '';

  const openDay = () => skipToTheDayOf(server.needs.db, clock);
  clock.move(30 * DAY);
  await openDay();
  for (const { borrower } of visitors) await borrower.signIn();
  // The last day of the offer is a day of the offer.
  const chosen = await visitors[0].borrower.chooseAmount(amount);
  assert.equal(chosen.step, 'use-of-funds');

  clock.move(DAY);
  await openDay();
  for (const { borrower } of visitors) await borrower.signIn();
  const { rows } = await sql<{ day: string }>`select max(business_on)::text as day from calendar.business_days`.execute(
    world.db,
  );
  assert.ok((rows[0]?.day ?? '') > validUntil);
  const hasExpired = (work: Promise<unknown>) => assert.rejects(work, hasCode('offer-expired'));
  await hasExpired(visitors[0].borrower.declareUse(chosen));
  await hasExpired(visitors[1].borrower.declareUse(use));
  await hasExpired(visitors[2].borrower.agreeToContract(contract));
  await hasExpired(visitors[3].borrower.confirm(confirm));
  assert.equal((await world.transfersAtTheCore()).length, 0);
});

test('the same dossier gets the same verdict again from what was kept', async (t) => {
  const { world, server, visitors } = await aDoor(t, wang);
  const [{ borrower }] = visitors;
  const { applicationId } = await borrower.submit(await walkTo(borrower, 'submit'));
  const { db, vault } = server.needs;
  const again = () => rerunDecision(db, vault, applicationId as ApplicationId);
  const first = await again();
  assert.ok(first.ok);
  assert.deepEqual(first.value.differences, []);
  assert.deepEqual([first.value.stored.modelVersion, first.value.stored.limitFen], ['model-1', 63_500_00]);
  assert.equal(first.value.stored.outcomes.length, 10);
  // Somebody has tampered with what is kept.
  await sql`update decision.decisions set limit_fen = limit_fen + 1`.execute(world.db);
  const tampered = await again();
  assert.deepEqual(tampered.ok && tampered.value.differences, [
    { what: 'limitFen', stored: '6350001', now: '6350000' },
  ]);
});
