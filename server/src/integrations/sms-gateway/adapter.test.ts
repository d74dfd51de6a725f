import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { startSimulators, type Simulators } from '../../../../simulators/src/start-simulators.ts';
import { tellSimulators, temporaryDatabase, type TemporaryDatabase } from '../../../../simulators/src/testing.ts';
import { smsGatewayAdapter } from './adapter.ts';
import type { SmsGateway } from './port.ts';

const MOBILE = '13800138000';
const TEXT = { messageNo: 'SMS-1', mobile: MOBILE, text: '【秒贷】您的验证码为 123456。' };

let database: TemporaryDatabase;
let simulators: Simulators;
let gateway: SmsGateway;
before(async () => {
  database = await temporaryDatabase();
  simulators = await startSimulators({ databaseUrl: database.url });
  gateway = smsGatewayAdapter({ baseUrl: simulators.urls['sms-gateway'], deadlineMs: 5000 });
});
beforeEach(() => tellSimulators(simulators.controlUrl, 'POST', '/reset'));
after(async () => {
  await simulators.close();
  await database.drop();
});

const inbox = () =>
  tellSimulators<{ messageNo: string; text: string; acceptedAt: string }[]>(
    simulators.controlUrl,
    'GET',
    `/sms/messages?mobile=${MOBILE}`,
  );
const script = (fault: unknown) =>
  tellSimulators(simulators.controlUrl, 'PUT', '/faults', [{ system: 'sms-gateway', operation: 'send', fault }]);

test('a text lies in the receiver’s inbox, at the moment the gateway took it', async () => {
  const outcome = await gateway.send(TEXT);
  const [text] = await inbox();
  assert.equal(text?.text, TEXT.text);
  // Their time has whole seconds.
  assert.ok(outcome.is === 'done');
  assert.equal(outcome.value.acceptedAt, `${text.acceptedAt.slice(0, 19)}.000Z`);
});

test('the same text again is not sent again and has its first time', async () => {
  const first = await gateway.send(TEXT);
  assert.deepEqual(await gateway.send(TEXT), first);
  assert.equal((await inbox()).length, 1);
});

test('other words under a used number are refused and not sent', async () => {
  await gateway.send(TEXT);
  const outcome = await gateway.send({ ...TEXT, text: '【秒贷】放款成功。' });
  assert.equal(outcome.is === 'refused' && outcome.code, 'number-used-otherwise');
  assert.equal((await inbox()).length, 1);
});

test('the newest text is first', async () => {
  await gateway.send(TEXT);
  await gateway.send({ ...TEXT, messageNo: 'SMS-2' });
  assert.deepEqual(
    (await inbox()).map((text) => text.messageNo),
    ['SMS-2', 'SMS-1'],
  );
});

const FAULTS = [
  { fault: 'apply-then-hang-up', outcome: 'unknown', sent: 1 },
  { fault: 'hang-up-before', outcome: 'unknown', sent: 0 },
  { fault: 'truncated-json', outcome: 'unknown', sent: 1 },
  { fault: 'status-500-html', outcome: 'unknown', sent: 1 },
  { fault: 'other-number', outcome: 'unknown', sent: 1 },
  { fault: 'success-code-with-failure-text', outcome: 'unknown', sent: 0 },
  { fault: { kind: 'answer-with', fields: { acceptTime: '20261399000000' } }, outcome: 'unknown', sent: 1 },
  { fault: { kind: 'refuse', code: 'BLACKLISTED' }, outcome: 'refused', sent: 0 },
  { fault: { kind: 'refuse', code: 'BUSY' }, outcome: 'unknown', sent: 0 },
  { fault: { kind: 'refuse', code: 'NEW_STATUS' }, outcome: 'unknown', sent: 0 },
];
for (const { fault, outcome, sent } of FAULTS) {
  test(`${JSON.stringify(fault)}: ${outcome}, ${sent} sent; again: done, and one text in all`, async () => {
    await script(fault);
    assert.equal((await gateway.send(TEXT)).is, outcome);
    assert.equal((await inbox()).length, sent);
    assert.equal((await gateway.send(TEXT)).is, 'done');
    assert.equal((await inbox()).length, 1);
  });
}

test('a number that is no mobile is not final: the gateway has read nothing', async () => {
  assert.equal((await gateway.send({ ...TEXT, mobile: '12' })).is, 'unknown');
});
