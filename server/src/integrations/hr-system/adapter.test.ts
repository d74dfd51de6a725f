import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { startSimulators, type Simulators } from '../../../../simulators/src/start-simulators.ts';
import { tellSimulators, temporaryDatabase, type TemporaryDatabase } from '../../../../simulators/src/testing.ts';
import { hrSystemAdapter } from './adapter.ts';
import type { EmployeeStanding, HrSystem } from './port.ts';
import type { Outcome } from '../outcome.ts';

const WANG = { name: '王小明', idNumber: '110101199003070134', erpNo: '80001230' };

let database: TemporaryDatabase;
let simulators: Simulators;
let hr: HrSystem;
before(async () => {
  database = await temporaryDatabase();
  simulators = await startSimulators({ databaseUrl: database.url });
  hr = hrSystemAdapter({ baseUrl: simulators.urls['hr-system'], deadlineMs: 5000 });
});
beforeEach(async () => {
  await tell('POST', '/reset');
  await tell('PUT', '/clock', { day: '2026-11-23' });
});
after(async () => {
  await simulators.close();
  await database.drop();
});

const tell = (method: string, path: string, body?: unknown) =>
  tellSimulators(simulators.controlUrl, method, path, body);
const employ = (employerCode: string, change: object = {}) =>
  tell('POST', '/employees', { ...WANG, employerCode, hiredOn: '2020-03-01', ...change });
const employee = (outcome: Outcome<EmployeeStanding>) => outcome.is === 'done' && outcome.value.employee;
const whitelisted = (outcome: Outcome<EmployeeStanding>) =>
  outcome.is === 'done' && outcome.value.employee && outcome.value.whitelisted;

test('someone on the roster is known with employer, whitelist and first day', async () => {
  await employ('KS02');
  assert.deepEqual(await hr.verifyEmployee(WANG), {
    is: 'done',
    value: {
      employee: true,
      employerCode: 'KS02',
      employerName: '昆山能源集团管道运输公司',
      whitelisted: true,
      hiredOn: '2020-03-01',
    },
  });
});

test('one wrong element of three is no employee', async () => {
  await employ('KS02', { erpNo: '80001231' });
  const right = { ...WANG, erpNo: '80001231' };
  assert.equal(employee(await hr.verifyEmployee(right)), true);
  for (const wrong of [{ name: '王大明' }, { idNumber: '110101199003070150' }, { erpNo: '80001232' }]) {
    assert.equal(employee(await hr.verifyEmployee({ ...right, ...wrong })), false, JSON.stringify(wrong));
  }
});

test('who has left, or has not begun, is no employee', async () => {
  await employ('KS02', { leftOn: '2026-11-23' });
  assert.equal(employee(await hr.verifyEmployee(WANG)), false);
  await employ('KS02', { leftOn: '2026-11-24' });
  assert.equal(employee(await hr.verifyEmployee(WANG)), true);
  await employ('KS02', { hiredOn: '2026-11-24' });
  assert.equal(employee(await hr.verifyEmployee(WANG)), false);
});

test('an employer is whitelisted within its dates only', async () => {
  await employ('KS06');
  assert.equal(whitelisted(await hr.verifyEmployee(WANG)), false);
  await tell('PUT', '/clock', { day: '2022-12-31' });
  assert.equal(whitelisted(await hr.verifyEmployee(WANG)), true);
  await tell('PUT', '/clock', { day: '2023-01-01' });
  assert.equal(whitelisted(await hr.verifyEmployee(WANG)), false);
});

test('someone who is not on the roster is answered by the last digit of the ERP number', async () => {
  const standings = [];
  for (const digit of '0123456779') {
    const outcome = await hr.verifyEmployee({ ...WANG, erpNo: `9000123${digit}` });
    standings.push(!employee(outcome) ? 'none' : whitelisted(outcome) ? 'instant' : 'standard');
  }
  assert.deepEqual(standings.join(' '), 'none instant instant instant instant instant standard standard standard none');
});

test('silence is unknown', async () => {
  const impatient = hrSystemAdapter({ baseUrl: simulators.urls['hr-system'], deadlineMs: 200 });
  assert.deepEqual(await impatient.verifyEmployee({ ...WANG, erpNo: '90001238' }), {
    is: 'unknown',
    cause: 'no answer in time',
  });
});

const FAULTS = [
  'hang-up-before',
  'status-500-html',
  'truncated-json',
  'garbage',
  'success-code-with-failure-text',
  { kind: 'refuse', code: 'E900' },
  { kind: 'answer-with', fields: { 'body.erpNo': '90001232' } },
  { kind: 'answer-with', fields: { 'body.certNo': '110101199003070150' } },
  { kind: 'answer-with', fields: { 'body.quickLoan': 'Y' } },
];
for (const fault of FAULTS) {
  test(`${JSON.stringify(fault)} is unknown, never a standing`, async () => {
    await employ('KS01');
    await tell('PUT', '/faults', [{ system: 'hr-system', operation: 'verify', fault }]);
    assert.equal((await hr.verifyEmployee(WANG)).is, 'unknown');
  });
}
