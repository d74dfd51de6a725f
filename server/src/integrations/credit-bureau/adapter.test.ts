import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { idNumberCheckLetter } from '@miaodai/values';
import { startSimulators, type Simulators } from '../../../../simulators/src/start-simulators.ts';
import { tellSimulators, temporaryDatabase, type TemporaryDatabase } from '../../../../simulators/src/testing.ts';
import { creditBureauAdapter } from './adapter.ts';
import type { CreditBureau } from './port.ts';

let database: TemporaryDatabase;
let simulators: Simulators;
let bureau: CreditBureau;
before(async () => {
  database = await temporaryDatabase();
  simulators = await startSimulators({ databaseUrl: database.url });
  bureau = creditBureauAdapter({ baseUrl: simulators.urls['credit-bureau'], deadlineMs: 5000 });
});
beforeEach(() => tell('POST', '/reset'));
after(async () => {
  await simulators.close();
  await database.drop();
});

const tell = <T>(method: string, path: string, body?: unknown) =>
  tellSimulators<T>(simulators.controlUrl, method, path, body);
/** An ID number with those digits in places 15 and 16. */
const idNumber = (digits: string) => {
  const first17 = `11010119900307${digits}1`;
  return first17 + idNumberCheckLetter(first17);
};
const aQuery = (digits: string, queryNo = 'Q1') => ({
  queryNo,
  consentNo: 'A1',
  name: '王小明',
  idNumber: idNumber(digits),
});
const billed = async () => (await tell<unknown[]>('GET', '/bureau-queries')).length;
const CLEAN = {
  reportNo: 'RQ1',
  monthlyDebtFen: 1_200_00,
  openLoans: 1,
  overdueCount24m: 0,
  worstOverdueDays: 0,
  lenderQueries6m: 1,
};

test('anyone has a clean report, whole yuan read as fen', async () => {
  assert.deepEqual(await bureau.report(aQuery('01')), { is: 'done', value: CLEAN });
});

test('test persons have a bad history, heavy debt, or no record', async () => {
  const bad = await bureau.report(aQuery('93', 'Q2'));
  assert.ok(bad.is === 'done');
  assert.deepEqual([bad.value.overdueCount24m, bad.value.worstOverdueDays], [7, 95]);
  const heavy = await bureau.report(aQuery('94', 'Q3'));
  assert.equal(heavy.is === 'done' && heavy.value.monthlyDebtFen, 38_000_00);
  const unrecorded = await bureau.report(aQuery('96', 'Q4'));
  assert.equal(unrecorded.is === 'done' && unrecorded.value.openLoans, 0);
});

test('the same query again brings the same report and is billed once', async () => {
  const first = await bureau.report(aQuery('01'));
  assert.deepEqual(await bureau.report(aQuery('01')), first);
  assert.equal(await billed(), 1);
  await bureau.report(aQuery('01', 'Q2'));
  assert.equal(await billed(), 2);
});

test('a used query number for another person is refused, and that report stays unseen', async () => {
  await bureau.report(aQuery('01'));
  const outcome = await bureau.report(aQuery('02'));
  assert.equal(outcome.is === 'refused' && outcome.code, 'number-used-otherwise');
});

test('a silent bureau has billed; asking again under the same number is not billed again', async () => {
  const impatient = creditBureauAdapter({ baseUrl: simulators.urls['credit-bureau'], deadlineMs: 200 });
  assert.equal((await impatient.report(aQuery('95'))).is, 'unknown');
  assert.equal((await impatient.report(aQuery('95'))).is, 'unknown');
  assert.equal(await billed(), 1);
});

const FAULTS = [
  { fault: 'hang-up-before', outcome: 'unknown', queries: 0 },
  { fault: 'apply-then-hang-up', outcome: 'unknown', queries: 1 },
  { fault: 'truncated-json', outcome: 'unknown', queries: 1 },
  { fault: 'status-500-html', outcome: 'unknown', queries: 1 },
  { fault: 'success-code-with-failure-text', outcome: 'unknown', queries: 0 },
  { fault: { kind: 'other-amount', value: '1200.50' }, outcome: 'unknown', queries: 1 },
  { fault: 'other-number', outcome: 'unknown', queries: 1 },
  { fault: { kind: 'answer-with', fields: { certNo: idNumber('02') } }, outcome: 'unknown', queries: 1 },
  { fault: { kind: 'refuse', code: 'BBB301' }, outcome: 'refused', queries: 0 },
  { fault: { kind: 'refuse', code: 'CCC001' }, outcome: 'unknown', queries: 0 },
];
for (const { fault, outcome, queries } of FAULTS) {
  test(`${JSON.stringify(fault)}: ${outcome}, billed ${queries}; again: the report, billed once in all`, async () => {
    await tell('PUT', '/faults', [{ system: 'credit-bureau', operation: 'query', fault }]);
    assert.equal((await bureau.report(aQuery('01'))).is, outcome);
    assert.equal(await billed(), queries);
    assert.deepEqual(await bureau.report(aQuery('01')), { is: 'done', value: CLEAN });
    assert.equal(await billed(), 1);
  });
}
