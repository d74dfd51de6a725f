import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, beforeEach, test } from 'node:test';
import { addSeconds, businessDate, instant, type CustomerId, type LoanId } from '@miaodai/values';
import { sql } from 'kysely';
import { startSimulators, type Simulators } from '../../../../simulators/src/start-simulators.ts';
import { tellSimulators, temporaryDatabase, type TemporaryDatabase } from '../../../../simulators/src/testing.ts';
import { aDatabase } from '../../../test-kit/database.ts';
import { smsGatewayAdapter } from '../../integrations/sms-gateway/adapter.ts';
import { transactions } from '../../platform/context.ts';
import { vault as openVault } from '../../platform/crypto/vault.ts';
import type { Tx } from '../../platform/db/connect.ts';
import type { Jobs } from '../../platform/jobs/jobs.ts';
import { seedBank } from '../../seed/seed-bank.ts';
import { registerMobile } from '../identity/index.ts';
import { countUnread, markRead, messagesOf, queueMessage, queueMessages, readInbox, sendMessages } from './index.ts';

const now = instant('2026-11-23T01:00:00.000Z');
const today = businessDate('2026-11-23');
const id = (n: number) => `01890000-0000-7000-8000-${String(n).padStart(12, '0')}` as CustomerId;
const mobile = (n: number) => `1380000${String(n).padStart(4, '0')}`;
const loanId = id(900) as string as LoanId;

let database: TemporaryDatabase;
let simulators: Simulators;
before(async () => {
  database = await temporaryDatabase();
  simulators = await startSimulators({ databaseUrl: database.url });
});
beforeEach(() => tellSimulators(simulators.controlUrl, 'POST', '/reset'));
after(async () => {
  await simulators.close();
  await database.drop();
});

const atGateway = () => tellSimulators<{ messageNo: string }[]>(simulators.controlUrl, 'GET', '/sms/messages');
const script = (fault: unknown, times: number) =>
  tellSimulators(simulators.controlUrl, 'PUT', '/faults', [{ system: 'sms-gateway', operation: 'send', times, fault }]);

/** A bank with so many customers, and the jobs that it has put in the queue. */
async function anOffice(t: Parameters<typeof aDatabase>[0], customers: number) {
  const { db } = await aDatabase(t);
  await seedBank(db, businessDate('2020-01-01'));
  const vault = openVault(randomBytes(32));
  const emitted: { queue: string; subject: string; afterSeconds: number | undefined }[] = [];
  const jobs = {
    enqueue: (_: Tx, queue: string, subject: string, options?: { afterSeconds?: number }) => {
      emitted.push({ queue, subject, afterSeconds: options?.afterSeconds });
      return Promise.resolve({ queue, subject, jobId: '', now: false });
    },
    startNow: () => undefined,
  } as unknown as Jobs;
  const clock = { now: () => now };
  const inTx = transactions({ db, jobs, clock, today: () => Promise.resolve(today) });
  for (let n = 1; n <= customers; n += 1)
    await inTx(({ tx }) => registerMobile(tx, vault, { id: id(n), mobile: mobile(n) }, now));
  const smsGateway = smsGatewayAdapter({ baseUrl: simulators.urls['sms-gateway'], deadlineMs: 1000 });
  const needs = { db, inTx, vault, clock, smsGateway };
  const run = (changed: Partial<typeof needs> = {}) =>
    sendMessages({ ...needs, ...changed }, { subject: emitted[0]?.subject ?? '', completeIn: () => Promise.resolve() });
  const states = async () => {
    const rows = await db.selectFrom('messages.messages').select('state').orderBy('message_id').execute();
    return Object.fromEntries([...Map.groupBy(rows, (row) => row.state)].map(([state, some]) => [state, some.length]));
  };
  const bunch = () =>
    inTx((context) =>
      queueMessages(
        context,
        vault,
        Array.from({ length: customers }, (_, n) => ({
          ...{ customerId: id(n + 1), kind: 'loan-closed', values: { loanNo: `JJ-${n}` }, about: { loanId } },
        })),
      ),
    );
  return { ...needs, run, states, bunch, emitted };
}

test('a bunch of texts is one job, and each text reaches the gateway once', async (t) => {
  const { run, states, bunch, emitted } = await anOffice(t, 40);
  await bunch();
  assert.deepEqual(
    emitted.map(({ queue }) => queue),
    ['messages.queued'],
  );
  await run();
  assert.deepEqual(await states(), { sent: 40 });
  assert.equal((await atGateway()).length, 40);
  assert.equal(emitted.length, 1, 'nothing is left to go on with');
});

test('where a process dies among them, another goes on, and no text is sent twice', async (t) => {
  const { run, states, bunch, smsGateway } = await anOffice(t, 40);
  await bunch();
  let calls = 0;
  const dying = {
    async send(message: Parameters<typeof smsGateway.send>[0]) {
      const outcome = await smsGateway.send(message);
      calls += 1;
      // The second sixteen: sent, and nothing of it kept.
      if (calls > 16) throw new Error('killed');
      return outcome;
    },
  };
  await assert.rejects(run({ smsGateway: dying }), /killed/);
  assert.deepEqual(await states(), { sent: 16, queued: 24 });
  await run();
  assert.deepEqual(await states(), { sent: 40 });
  assert.equal((await atGateway()).length, 40);
});

test('while the gateway is silent a few are tried, and the rest waits with them', async (t) => {
  const { db, run, states, bunch, emitted } = await anOffice(t, 40);
  await bunch();
  await script('apply-then-hang-up', 16);
  await run();
  assert.deepEqual(await states(), { queued: 40 });
  const [tried] = await db
    .selectFrom('messages.messages')
    .select(({ fn }) => fn.sum<number>('attempts').as('attempts'))
    .execute();
  assert.equal(tried?.attempts, 16, 'an attempt each of sixteen');
  assert.deepEqual(emitted.at(-1), { ...emitted[0], afterSeconds: 5 });
  await run();
  assert.deepEqual(await states(), { sent: 40 });
  assert.equal((await atGateway()).length, 40, 'those that it had taken in silence were not sent again');
});

test('a text that does not open, or that the gateway refuses, stops no other', async (t) => {
  const { db, run, states, bunch } = await anOffice(t, 20);
  await bunch();
  await script({ kind: 'refuse', code: 'BLACKLISTED' }, 1);
  await sql`
    update messages.messages set text_cipher = decode('00', 'hex')
    where message_id = (select max(message_id::text)::uuid from messages.messages)`.execute(db);
  await run();
  assert.deepEqual(await states(), { sent: 18, refused: 1, 'given-up': 1 });
  const cases = await db.selectFrom('cases.cases').select('kind').execute();
  assert.deepEqual(cases, [{ kind: 'message-not-readable' }]);
});

test('what was sent is read here, newest first, but no codes and nobody else’s', async (t) => {
  const { db, inTx, vault, bunch } = await anOffice(t, 2);
  await bunch();
  const later = addSeconds(now, 60);
  await inTx(async (context) => {
    const at = { ...context, now: later };
    const code = { customerId: id(1), kind: 'verification-code', worthlessFrom: addSeconds(later, 300) };
    await queueMessage(at, vault, code, { code: '483920', use: '登录', minutes: '5' });
    await queueMessage(at, vault, { customerId: id(1), kind: 'new-device' }, { time: '11月23日 09:01' });
  });
  const inbox = (n: number, page = { limit: 20, offset: 0 }) => inTx(({ tx }) => readInbox(tx, vault, id(n), page));
  const { total, unread, messages } = await inbox(1);
  assert.deepEqual({ total, unread }, { total: 2, unread: 2 });
  assert.deepEqual(
    messages.map(({ kind, title, loanId: about, queuedAt }) => ({ kind, title, about, queuedAt })),
    [
      { kind: 'new-device', title: '新设备登录', about: null, queuedAt: later },
      { kind: 'loan-closed', title: '贷款已还清', about: loanId, queuedAt: now },
    ],
  );
  assert.equal(messages[1]?.text, '【秒贷】您的贷款 JJ-0 已全部还清，感谢您的信任。');
  assert.deepEqual(
    (await inbox(1, { limit: 1, offset: 1 })).messages.map(({ kind }) => kind),
    ['loan-closed'],
  );

  // Somebody else's stays unread, and so does what came after the moment until which it was read.
  const [first] = (await inbox(2)).messages;
  await inTx(({ tx }) => markRead(tx, id(1), { messageIds: [first?.id ?? ''] }, later));
  assert.equal(await countUnread(db, id(2)), 1);
  await inTx(({ tx }) => markRead(tx, id(1), { until: now }, later));
  assert.deepEqual(
    (await inbox(1)).messages.map((message) => message.unread),
    [true, false],
  );
  assert.equal(await countUnread(db, id(1)), 1);
  assert.equal((await messagesOf(db, vault, id(1), 10)).length, 2, 'the export of personal data is as it was');
});
