import assert from 'node:assert/strict';
import { request } from 'node:http';
import { after, before, beforeEach, test } from 'node:test';
import { startSimulators, type Simulators } from '../start-simulators.ts';
import { tellSimulators, temporaryDatabase, type TemporaryDatabase } from '../testing.ts';

let database: TemporaryDatabase;
let simulators: Simulators;
before(async () => {
  database = await temporaryDatabase();
  simulators = await startSimulators({ databaseUrl: database.url });
});
beforeEach(() => tell('POST', '/reset'));
after(async () => {
  await simulators.close();
  await database.drop();
});

const tell = <T>(method: string, path: string, body?: unknown) =>
  tellSimulators<T>(simulators.controlUrl, method, path, body);
const pageAt = async (path: string) => (await fetch(`${simulators.controlUrl}${path}`)).text();
const postForm = (path: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
  fetch(`${simulators.controlUrl}${path}`, {
    method: 'POST',
    body: new URLSearchParams(fields),
    redirect: 'manual',
    headers,
  });
const ACCOUNT = { accountNo: '6222020000000000011', holderName: '王小明', idNumber: '110101199003070134' };

test('names, texts, remarks and faults from outside are shown as text and never run', async () => {
  const evil = `<script>alert(1)</script>"'<img src=x onerror=alert(1)>`;
  await tell('POST', '/accounts', { ...ACCOUNT, holderName: evil });
  await callSystem('sms-gateway', '/v2/messages', { msgId: 'S1', phone: '13800138000', content: evil });
  await callSystem('hr-system', '/hr/service', {
    head: { tranCode: 'HR001' },
    body: { empName: evil, certNo: '110101199003070134', erpNo: '80001231' },
  });
  await callSystem('core-banking', '/transfer', {
    TRAN_NO: 'T1',
    FROM_ACCT: '1100000000000001',
    TO_ACCT: ACCOUNT.accountNo,
    AMT: '1.00',
    CCY: 'CNY',
    RMK: evil.slice(0, 60),
  });
  await tell('PUT', '/faults', [
    { system: 'core-banking', operation: 'transfer', match: { [evil]: evil }, fault: 'garbage' },
  ]);
  for (const path of ['/', '/sms', `/sms?mobile=${encodeURIComponent(evil)}`]) {
    const page = await pageAt(path);
    assert.doesNotMatch(page, /<script|<img/i, path);
  }
  assert.match(await pageAt('/'), /&lt;script&gt;/);
  assert.match(await pageAt('/sms'), /&lt;script&gt;/);
});

test('a page may not run scripts or load anything', async () => {
  const response = await fetch(`${simulators.controlUrl}/`);
  assert.match(response.headers.get('content-security-policy') ?? '', /default-src 'none'/);
});

test('another site cannot use the tester’s browser to reach this port', async () => {
  const foreign = await postForm('/forms/clear-faults', {}, { origin: 'https://evil.example' });
  assert.equal(foreign.status, 403);
  assert.equal(await statusUnderHost('evil.example'), 403);
  assert.equal(await statusUnderHost('localhost:1'), 200);
});

test('the form adds a fault and clears the script', async () => {
  const added = await postForm('/forms/faults', {
    operation: 'core-banking/transfer',
    kind: 'refuse',
    parameters: '{"code":"2203"}',
    times: '2',
    field: 'TRAN_NO',
    value: 'D1',
  });
  assert.equal(added.status, 303);
  assert.deepEqual(await tell('GET', '/faults'), [
    {
      system: 'core-banking',
      operation: 'transfer',
      match: { TRAN_NO: 'D1' },
      times: 2,
      fault: { kind: 'refuse', code: '2203' },
    },
  ]);
  await postForm('/forms/clear-faults', {});
  assert.deepEqual(await tell('GET', '/faults'), []);
});

test('a form with nonsense is answered with the page and the reason', async () => {
  const answer = await postForm('/forms/faults', {
    operation: 'core-banking/transfer',
    kind: 'refuse',
    parameters: 'not json',
    times: '1',
  });
  assert.equal(answer.status, 400);
  assert.match(await answer.text(), /role="alert"/);
});

test('a fault that could never apply is refused, because a test that leans on it would prove nothing', async () => {
  const useless = [
    { system: 'hr-system', operation: 'transfer', fault: 'garbage' },
    { system: 'sms-gateway', operation: 'send', fault: 'processing' },
    { system: 'core-banking', operation: 'transfer-query', fault: 'duplicate-accept' },
    { system: 'sms-gateway', operation: 'send', fault: 'other-amount' },
    { system: 'core-banking', operation: 'journal-file', fault: 'slow-drip' },
    { system: 'core-banking', operation: 'transfer', fault: 'no-such-fault' },
    { system: 'core-banking', operation: 'transfer', fault: { kind: 'garbage', tpyo: 1 } },
    { system: 'core-banking', operation: 'transfer', times: 0, fault: 'garbage' },
  ];
  for (const line of useless) {
    await assert.rejects(tell('PUT', '/faults', [line]), /400/, JSON.stringify(line));
  }
  assert.deepEqual(await tell('GET', '/faults'), []);
});

test('lines are used in their order, each as often as it says, and only where it matches', async () => {
  await tell('PUT', '/faults', [
    { system: 'core-banking', match: { ACCT_NO: '6222020000000000099' }, fault: { kind: 'refuse', code: '9999' } },
    { system: 'core-banking', operation: 'acct-query', times: 2, fault: { kind: 'refuse', code: '9001' } },
  ]);
  const codes: unknown[] = [];
  for (const ACCT_NO of [ACCOUNT.accountNo, '6222020000000000099', ACCOUNT.accountNo, ACCOUNT.accountNo]) {
    codes.push((await callSystem('core-banking', '/acct-query', { ACCT_NO }))['RET_CODE']);
  }
  assert.deepEqual(codes, ['9001', '9999', '9001', '3405']);
});

test('a seed may run twice: accounts stay as they are, employees are replaced', async () => {
  assert.deepEqual(await tell('POST', '/accounts', [{ ...ACCOUNT, balanceFen: 100_00 }]), {
    created: [ACCOUNT.accountNo],
  });
  assert.deepEqual(await tell('POST', '/accounts', [{ ...ACCOUNT, balanceFen: 0 }]), { created: [] });
  const account = await tell<{ balanceFen: number }>('GET', `/accounts/${ACCOUNT.accountNo}`);
  assert.equal(account.balanceFen, 100_00);
  const employee = {
    erpNo: '80001231',
    name: '王小明',
    idNumber: ACCOUNT.idNumber,
    employerCode: 'KS01',
    hiredOn: '2020-03-01',
  };
  await tell('POST', '/employees', employee);
  await tell('POST', '/employees', { ...employee, erpNo: '80001232' });
  await assert.rejects(tell('POST', '/employees', { ...employee, employerCode: 'NONE' }), /400/);
});

test('what cannot be read is answered 200 with each system’s own code for it', async () => {
  assert.equal((await callSystem('core-banking', '/transfer', { TRAN_NO: 1 }))['RET_CODE'], '4001');
  assert.equal((await callSystem('sms-gateway', '/v2/messages', {}))['status'], 'BAD_REQUEST');
  assert.equal((await callSystem('big-data', '/api/v1/risk/assess', {}))['code'], 4000);
  assert.equal((await callSystem('credit-bureau', '/pcr/query', {}))['resultCode'], 'BBB101');
  assert.equal((await callSystem('citizen-registry', '/idcheck', {}))['JGDM'], '01');
  assert.deepEqual((await callSystem('hr-system', '/hr/service', {}))['head'], {
    rspCode: 'E101',
    rspMsg: '报文格式错误',
  });
  const notJson = await fetch(`${simulators.urls['core-banking']}/transfer`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"TRAN_NO":',
  });
  assert.equal(notJson.status, 200);
  assert.equal(((await notJson.json()) as { RET_CODE: string }).RET_CODE, '4001');
});

test('the state counts calls and bookings', async () => {
  await callSystem('core-banking', '/acct-query', { ACCT_NO: ACCOUNT.accountNo });
  const state = await tell<{ calls: unknown[]; bookings: number; bookedFen: number }>('GET', '/state');
  assert.deepEqual(state.calls, [{ system: 'core-banking', operation: 'acct-query', count: 1 }]);
  assert.equal(state.bookings, 0);
  assert.equal(state.bookedFen, 0);
});

async function callSystem(system: keyof Simulators['urls'], path: string, message: object) {
  const response = await fetch(`${simulators.urls[system]}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(message),
  });
  assert.equal(response.status, 200);
  return (await response.json()) as Record<string, unknown>;
}

/** By node:http, because fetch does not let a caller choose the Host header. */
function statusUnderHost(host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request(`${simulators.controlUrl}/state`, { headers: { host } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on('error', reject)
      .end();
  });
}
