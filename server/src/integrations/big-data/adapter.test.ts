import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { idNumberCheckLetter } from '@miaodai/values';
import { startSimulators, type Simulators } from '../../../../simulators/src/start-simulators.ts';
import { tellSimulators, temporaryDatabase, type TemporaryDatabase } from '../../../../simulators/src/testing.ts';
import { bigDataAdapter } from './adapter.ts';
import type { BigData } from './port.ts';

let database: TemporaryDatabase;
let simulators: Simulators;
let platform: BigData;
before(async () => {
  database = await temporaryDatabase();
  simulators = await startSimulators({ databaseUrl: database.url });
  platform = bigDataAdapter({ baseUrl: simulators.urls['big-data'], deadlineMs: 5000 });
});
beforeEach(() => tellSimulators(simulators.controlUrl, 'POST', '/reset'));
after(async () => {
  await simulators.close();
  await database.drop();
});

const script = (fault: unknown) =>
  tellSimulators(simulators.controlUrl, 'PUT', '/faults', [{ system: 'big-data', operation: 'assess', fault }]);
/** A query for someone with those digits in places 15 and 16 of the ID number. */
const aQuery = (digits: string, requestNo = 'B1') => {
  const first17 = `11010119900307${digits}1`;
  return { requestNo, name: '王小明', idNumber: first17 + idNumberCheckLetter(first17), mobile: '13800138000' };
};

test('their risk of 18.5 is our score of 815', async () => {
  assert.deepEqual(await platform.assess(aQuery('01')), { is: 'done', value: { score: 815, warnings: [] } });
});

test('test persons are warned of, or score low', async () => {
  assert.deepEqual(await platform.assess(aQuery('97', 'B2')), {
    is: 'done',
    value: { score: 535, warnings: ['many-lenders', 'new-mobile'] },
  });
  assert.deepEqual(await platform.assess(aQuery('98', 'B3')), { is: 'done', value: { score: 290, warnings: [] } });
});

test('the best and the worst of theirs are the best and the worst of ours', async () => {
  await script({ kind: 'answer-with', fields: { 'data.riskScore': 0 } });
  assert.deepEqual(await platform.assess(aQuery('01')), { is: 'done', value: { score: 1000, warnings: [] } });
  await script({ kind: 'answer-with', fields: { 'data.riskScore': 100 } });
  assert.deepEqual(await platform.assess(aQuery('01')), { is: 'done', value: { score: 0, warnings: [] } });
});

test('a warning we have no word for is a warning all the same', async () => {
  await script({ kind: 'answer-with', fields: { 'data.hitRules': ['R02', 'R55'] } });
  const outcome = await platform.assess(aQuery('01'));
  assert.deepEqual(outcome.is === 'done' && outcome.value.warnings, ['court-debtor', 'R55']);
});

test('a used number for another person is refused', async () => {
  await platform.assess(aQuery('01'));
  const outcome = await platform.assess(aQuery('02'));
  assert.equal(outcome.is === 'refused' && outcome.code, 'number-used-otherwise');
});

test('silence is unknown', async () => {
  const impatient = bigDataAdapter({ baseUrl: simulators.urls['big-data'], deadlineMs: 200 });
  assert.equal((await impatient.assess(aQuery('99'))).is, 'unknown');
});

const FAULTS = [
  'hang-up-before',
  'apply-then-hang-up',
  'status-500-html',
  'truncated-json',
  'garbage',
  'other-number',
  'success-code-with-failure-text',
  { kind: 'refuse', code: '5030' },
  { kind: 'answer-with', fields: { 'data.riskScore': 101 } },
  { kind: 'answer-with', fields: { 'data.riskScore': '18.5' } },
];
for (const fault of FAULTS) {
  test(`${JSON.stringify(fault)} is unknown, and asking again brings the assessment`, async () => {
    await script(fault);
    assert.equal((await platform.assess(aQuery('01'))).is, 'unknown');
    assert.equal((await platform.assess(aQuery('01'))).is, 'done');
  });
}
