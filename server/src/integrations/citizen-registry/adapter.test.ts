import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { idNumberCheckLetter } from '@miaodai/values';
import { startSimulators, type Simulators } from '../../../../simulators/src/start-simulators.ts';
import { tellSimulators, temporaryDatabase, type TemporaryDatabase } from '../../../../simulators/src/testing.ts';
import { citizenRegistryAdapter } from './adapter.ts';
import type { CitizenRegistry } from './port.ts';

let database: TemporaryDatabase;
let simulators: Simulators;
let registry: CitizenRegistry;
before(async () => {
  database = await temporaryDatabase();
  simulators = await startSimulators({ databaseUrl: database.url });
  registry = citizenRegistryAdapter({ baseUrl: simulators.urls['citizen-registry'], deadlineMs: 5000 });
});
beforeEach(() => tell('POST', '/reset'));
after(async () => {
  await simulators.close();
  await database.drop();
});

const tell = (method: string, path: string, body?: unknown) =>
  tellSimulators(simulators.controlUrl, method, path, body);
/** An ID number with those digits in places 15 and 16. */
const idNumber = (digits: string) => {
  const first17 = `11010119900307${digits}1`;
  return first17 + idNumberCheckLetter(first17);
};
const verify = async (name: string, number: string) => {
  const outcome = await registry.verifyCitizen({ name, idNumber: number });
  return outcome.is === 'done' ? outcome.value.match : outcome.is;
};

test('anyone with a right check letter is known, ending in X or not', async () => {
  for (let i = 0; i < 20; i++) assert.equal(await verify('王小明', idNumber(String(i).padStart(2, '0'))), 'match');
});

test('a wrong check letter is a number that does not exist', async () => {
  const right = idNumber('01');
  const wrong = right.slice(0, 17) + (right.endsWith('0') ? '1' : '0');
  assert.equal(await verify('王小明', wrong), 'unknown-number');
});

test('a person the registry was told of matches with that name only', async () => {
  await tell('POST', '/citizens', { name: '王小明', idNumber: idNumber('01') });
  assert.equal(await verify('王小明', idNumber('01')), 'match');
  assert.equal(await verify('李四', idNumber('01')), 'mismatch');
});

test('test persons: another name, no such number, silence', async () => {
  assert.equal(await verify('王小明', idNumber('90')), 'mismatch');
  assert.equal(await verify('王小明', idNumber('91')), 'unknown-number');
  const impatient = citizenRegistryAdapter({ baseUrl: simulators.urls['citizen-registry'], deadlineMs: 200 });
  assert.equal((await impatient.verifyCitizen({ name: '王小明', idNumber: idNumber('92') })).is, 'unknown');
});

const FAULTS = [
  'hang-up-before',
  'status-500-html',
  'truncated-json',
  'success-code-with-failure-text',
  'other-number',
  { kind: 'refuse', code: '09' },
  { kind: 'answer-with', fields: { XM: '李四' } },
  { kind: 'answer-with', fields: { XM_JG: '' } },
];
for (const fault of FAULTS) {
  test(`${JSON.stringify(fault)} is unknown, never a match`, async () => {
    await tell('PUT', '/faults', [{ system: 'citizen-registry', operation: 'check', fault }]);
    assert.equal(await verify('王小明', idNumber('01')), 'unknown');
  });
}
