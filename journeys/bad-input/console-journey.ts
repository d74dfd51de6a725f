import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { consoleOperations, type Answer, type ConsoleOperations } from '@miaodai/http-api';
import { aPdf } from '../../server/test-kit/paper.ts';
import { ANSWERS, until, type Borrower } from '../kit/borrower.ts';
import { aPerson, type Person } from '../kit/persons.ts';
import { quiet, untouched } from '../kit/untouched.ts';
import { everythingIn, lookFor } from './canary.ts';
import { ask, BROWSER, type Desk, type Desks, type OperationName } from './console-desks.ts';
import { assertProblem, send, Visitor, type Said } from './visitor.ts';
import { goOn, walkTo } from './walk.ts';

type Review = Answer<ConsoleOperations['readReview']>;
type Params = { applicationId: string };

/** An employer that is not whitelisted: an officer decides. */
const toOfficer = { employerCode: 'KS05', erpDigit: 6 };
/** Values that occur nowhere else. */
const canary: Person = aPerson(randomInt(1_000, 9_999), '欧阳金丝雀', toOfficer);
const SECRETS = {
  ...{ name: canary.name, idNumber: canary.idNumber, mobile: canary.mobile },
  ...{ accountNo: canary.accountNo, erpNo: canary.erpNo },
  address: '金丝雀路 7919 号院 3 号楼 1204 室',
  department: '金丝雀观察部',
  paperName: '金丝雀的工资单',
  paperContent: '/Canary7919 (what a payslip says)',
  scanName: '金丝雀签字页',
  note: '金丝雀之父在同一单位',
  refusedNote: '金丝雀的债主来过',
  words: '请金丝雀补交工资单',
  password: 'Canary-staff-5c1d',
};
const found = lookFor(SECRETS, []);

type List = Answer<ConsoleOperations['listWork']>;
const ok = (said: Said) => {
  assert.ok(said.status < 300, `${said.status} ${said.text.slice(0, 400)}`);
  return JSON.parse(said.text) as Review & { paperId: string } & Pick<List, 'items' | 'total' | 'counts'>;
};

/** What the world looks like once an officer has done all that there is to do, by way of everything that goes wrong. */
export async function officersJourney(bank: Desks): Promise<void> {
  const { of, colleague, daqing, world } = bank;
  const refusals: string[] = [];
  const { params, borrower } = await atOfficer(bank, canary);
  await mistypes(bank, refusals);
  const write = (name: OperationName, body?: unknown, desk: Desk = of.officer) =>
    desk.write(ask(name, params, body ?? undefined));
  const refuse = async (said: Promise<Said>) => void refusals.push((await said).text);

  const claimed = ok(await write('claimReview'));
  const { version } = claimed;
  ok(await write('askForPapers', { kinds: ['income'], words: SECRETS.words, version }));
  const paperId = await uploads(borrower, params);
  ok(await of.officer.send(ask('revealApplicant', params)));
  ok(await of.officer.send(ask('readPaper', { paperId })));
  await fromElsewhere(daqing, world, { ...params, paperId });
  await refuse(write('declineApplication', { reason: 'no-such', note: SECRETS.refusedNote, version: 99 }));
  const torn = Buffer.from(SECRETS.paperContent).toString('base64');
  await refuse(write('uploadReviewPaper', { kind: 'income', name: `${SECRETS.paperName}.pdf`, base64: torn }));

  const seen = await read(of.officer, params);
  const terms = { amountFen: 100_000_00, annualRatePpm: 36_000, termMonths: 12, note: SECRETS.note };
  ok(await write('approveApplication', { ...terms, version: seen.version }));
  const scans = [
    await scan(of.officer, params, 'signed-contract'),
    await scan(of.officer, params, 'signed-use-of-funds'),
  ];
  await scansOfOthers(bank, scans);
  await fromElsewhere(daqing, world, { ...params, paperId: scans[0] ?? '' });
  const { businessDay } = await of.officer.clerk.api.readStaffSession({});
  const numbers = { contractNo: 'BJ-2026-7919', useOfFundsNo: 'YT-2026-7919', purpose: 'renovation' };
  const days = { signedOn: businessDay, useOfFundsSignedOn: businessDay };
  const contract = { ...numbers, ...days, scans, version: (await read(of.officer, params)).version };
  const recorded = ok(await write('recordOfflineContract', contract));
  assertProblem(await write('releasePayout', { version: recorded.version }), 'same-person');
  ok(await write('releasePayout', { version: recorded.version }, colleague));
  await until('the loan', async () => ((await read(of.officer, params)).state === 'done' ? true : undefined));

  await trail(bank, params, paperId);
  await nothingLeaks(bank, refusals);
  await untouched(world.db, 'what was sent again', async () => {
    for (const desk of [of.officer, colleague]) {
      for (const [again, first] of desk.sent) assert.equal((await desk.send(again)).text, first.text, again.path);
    }
  });
}

const read = async (desk: Desk, params: Params) => ok(await desk.send(ask('readReview', params)));

async function atOfficer({ world, url, of }: Desks, person: Person): Promise<{ params: Params; borrower: Borrower }> {
  await world.settle(person);
  await world.db.deleteFrom('platform.rate_limits').execute();
  const { borrower } = new Visitor(url, world.controlUrl, person);
  let at = await walkTo(borrower, 'about-you');
  const params = { applicationId: at.applicationId };
  const answers = { ...ANSWERS.aboutYou, residenceAddress: SECRETS.address, department: SECRETS.department };
  at = await borrower.api.saveAboutYou({ params, body: { version: at.version, complete: true, answers } });
  while (at.step !== 'officer') at = await goOn(borrower, at);
  await until('the review', async () => (await of.officer.send(ask('readReview', params))).status === 200 || undefined);
  return { params, borrower };
}

/** What does not belong where it was typed is kept by nobody. */
async function mistypes({ url }: Desks, refusals: string[]): Promise<void> {
  for (const loginName of ['beijing01', SECRETS.idNumber, SECRETS.mobile, SECRETS.password, SECRETS.name]) {
    const body = { loginName, password: SECRETS.password };
    refusals.push((await send(url, { method: 'POST', path: '/api/console/sessions', body })).text);
  }
  refusals.push((await send(url, { method: 'GET', path: `/api/console/reviews/${SECRETS.idNumber}` })).text);
}

async function uploads({ api }: Borrower, params: Params): Promise<string> {
  const base64 = aPdf(SECRETS.paperContent).toString('base64');
  const { papers } = await api.uploadPaper({
    params,
    body: { kind: 'income', name: `${SECRETS.paperName}.pdf`, base64 },
  });
  return papers[0]?.paperId ?? '';
}

async function scan(desk: Desk, params: Params, kind: string): Promise<string> {
  const base64 = aPdf(SECRETS.paperContent).toString('base64');
  const body = { kind, name: `${SECRETS.scanName}.pdf`, base64 };
  return ok(await desk.write(ask('uploadReviewPaper', params, body))).paperId;
}

/** For an officer of another branch it is as if there were no such application, whatever ids they have heard of. */
async function fromElsewhere(desk: Desk, { db }: Desks['world'], ids: Params & { paperId: string }): Promise<void> {
  const ofOthers = Object.entries(consoleOperations).filter(([, { path }]) => /\{(applicationId|paperId)\}/.test(path));
  assert.equal(ofOthers.length, 12);
  await untouched(
    db,
    'an officer of another branch',
    async () => {
      for (const [name] of ofOthers) {
        const said = await desk.send(ask(name as OperationName, ids));
        assertProblem(said, 'not-found', name);
      }
      for (const query of ['', '?branchCode=BJ01', '?branchCode=*', '?mine=true', '?state=claimed']) {
        const list = ok(await desk.send({ method: 'GET', path: `/api/console/work${query}` }));
        assert.deepEqual([list.items, list.total], [[], 0], query);
        assert.ok(Object.values(list.counts).every((n) => n === 0));
      }
    },
    ['staff.acts'],
  );
}

/** The papers of one application prove nothing for another. */
async function scansOfOthers(bank: Desks, scans: string[]): Promise<void> {
  const { officer } = bank.of;
  const { params } = await atOfficer(bank, aPerson(8, '周婷', toOfficer));
  const claimed = ok(await officer.write(ask('claimReview', params)));
  const terms = { amountFen: 50_000_00, annualRatePpm: 36_000, termMonths: 12, note: '同意', version: claimed.version };
  ok(await officer.write(ask('approveApplication', params, terms)));
  const { version } = await read(officer, params);
  const { businessDay } = await officer.clerk.api.readStaffSession({});
  const body = {
    ...{ contractNo: 'BJ-2026-0008', useOfFundsNo: 'YT-2026-0008', purpose: 'renovation', scans, version },
    ...{ signedOn: businessDay, useOfFundsSignedOn: businessDay },
  };
  const said = await officer.write(ask('recordOfflineContract', params, body));
  assert.match(JSON.stringify(assertProblem(said, 'invalid-input')), /不属于/);
  const own = [await scan(officer, params, 'signed-contract'), scans[1] ?? ''];
  const half = { ...body, scans: own, version: (await read(officer, params)).version };
  assertProblem(await officer.write(ask('recordOfflineContract', params, half)), 'invalid-input');
}

/** Who, when, from where, on what, with what outcome. */
async function trail({ world, clock }: Desks, params: Params, paperId: string): Promise<void> {
  const { db } = world;
  const rows = await db
    .selectFrom('staff.acts')
    .select(['staff_id', 'login_name', 'operation', 'subject', 'outcome', 'at', 'device', 'ip'])
    .orderBy('act_id')
    .execute();
  const ours = rows.filter(({ subject }) => JSON.stringify(subject) === JSON.stringify(params));
  const mine = ours.filter(({ login_name }) => login_name !== 'daqing01');
  assert.deepEqual(
    mine.map(({ login_name, operation, outcome }) => `${login_name} ${operation} ${outcome}`),
    [
      'beijing01 claimReview done',
      'beijing01 askForPapers done',
      'beijing01 revealApplicant done',
      'beijing01 declineApplication review-changed',
      'beijing01 uploadReviewPaper file-refused',
      'beijing01 approveApplication done',
      'beijing01 uploadReviewPaper done',
      'beijing01 uploadReviewPaper done',
      'beijing01 recordOfflineContract done',
      'beijing01 releasePayout same-person',
      'beijing02 releasePayout done',
    ],
  );
  const elsewhere = ours.filter(({ login_name }) => login_name === 'daqing01');
  // Eight writes and the reveal, twice: what was asked for in vain is known too.
  assert.equal(elsewhere.length, 18);
  assert.ok(elsewhere.every(({ outcome }) => outcome === 'not-found'));
  const looks = rows.filter(
    ({ operation, subject }) => operation === 'readPaper' && JSON.stringify(subject).includes(paperId),
  );
  assert.deepEqual(
    looks.map(({ login_name, outcome }) => `${login_name} ${outcome}`),
    ['beijing01 done', 'daqing01 not-found'],
  );
  for (const row of ours) {
    assert.match(row.staff_id ?? '', /^[0-9a-f-]{36}$/);
    assert.deepEqual([row.device, row.ip], [BROWSER, '127.0.0.1']);
    const age = Date.parse(clock.now()) - Date.parse(row.at);
    assert.ok(age >= 0 && age < 600_000, row.at);
  }
  const typed = rows.filter(({ staff_id }) => staff_id === null).map(({ login_name }) => login_name);
  assert.deepEqual(typed, ['', '', ''], 'an ID number, a mobile, a password in the wrong field');
  for (const change of [db.updateTable('staff.acts').set({ outcome: 'done' }), db.deleteFrom('staff.acts')])
    await assert.rejects(change.execute(), /permission denied/);
}

async function nothingLeaks({ world, lines, of }: Desks, refusals: string[]): Promise<void> {
  await quiet(world.db);
  assert.ok(found('itself', JSON.stringify(SECRETS)).length >= Object.keys(SECRETS).length);
  assert.ok(lines.length > 100);
  assert.deepEqual(found('the log', lines.join('\n')), []);
  assert.ok(refusals.length >= 8);
  assert.deepEqual(found('a refusal', refusals.join('\n')), []);
  // What is shown without a look that is kept is masked.
  const list = await of.officer.send({ method: 'GET', path: '/api/console/work?pageSize=100' });
  assert.deepEqual(found('the list', list.text), []);
  const places = await everythingIn(world.db);
  for (const table of ['staff.acts', 'review.pieces', 'review.events', 'pgboss.job'])
    assert.ok(
      places.some(({ place, text }) => place.startsWith(table) && text !== ''),
      table,
    );
  assert.deepEqual(
    places.flatMap(({ place, text }) => found(place, text)),
    [],
  );
}
