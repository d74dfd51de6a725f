import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { addSeconds, instant, type CustomerId } from '@miaodai/values';
import { sql } from 'kysely';
import { aDatabase } from '../../../test-kit/database.ts';
import { vault as openVault } from '../../platform/crypto/vault.ts';
import { findCustomerByMobile, readCustomer, registerCustomer } from './customers.store.ts';
import { signOut as endSession, findSession as find, startSession } from './sessions.ts';

/** As the door sees it once it has answered. */
async function findSession(...asked: Parameters<typeof find>) {
  const found = await find(...asked);
  if (typeof found === 'string') return found;
  const { prolonged, sessionId: _, ...session } = found;
  await prolonged;
  return session;
}

const now = instant('2026-11-23T01:00:00Z');
const lasting = {
  sessionIdleSeconds: 900,
  sessionMaxSeconds: 3_600,
  sessionRotateSeconds: 900,
  sessionOverlapSeconds: 60,
};
const wang = {
  ...{ id: '01890000-0000-7000-8000-000000000001' as CustomerId, name: '王小明' },
  ...{ idNumber: '110101198102030111', mobile: '13800000001' },
};

async function aCustomer(t: Parameters<typeof aDatabase>[0]) {
  const { db } = await aDatabase(t);
  const vault = openVault(randomBytes(32));
  await registerCustomer(db, vault, wang, now);
  const start = () =>
    startSession(db, { customerId: wang.id, channel: 'direct-bank', device: 'd', ip: '::1' }, lasting, now);
  return { db, vault, start };
}

test('a customer is found by mobile, and only who has the key can read who they are', async (t) => {
  const { db, vault } = await aCustomer(t);
  assert.equal(await findCustomerByMobile(db, vault, wang.mobile), wang.id);
  assert.equal(await findCustomerByMobile(db, vault, '13800000002'), undefined);
  assert.deepEqual(await readCustomer(db, vault, wang.id), wang);
  const other = openVault(randomBytes(32));
  assert.equal(await findCustomerByMobile(db, other, wang.mobile), undefined);
  await assert.rejects(readCustomer(db, other, wang.id));
  const twice = { ...wang, id: '01890000-0000-7000-8000-000000000002' as CustomerId };
  await assert.rejects(registerCustomer(db, vault, twice, now), /unique/, 'a mobile number belongs to one customer');
});

test('a session lives on with use, until its end whatever happens', async (t) => {
  const { db, start } = await aCustomer(t);
  const { token } = await start();
  const at = (seconds: number) => findSession(db, token, addSeconds(now, seconds));
  const lives = async (seconds: number) => typeof (await at(seconds)) === 'object';
  assert.deepEqual(await at(0), {
    customerId: wang.id,
    startedAt: now,
    idleUntil: addSeconds(now, 900),
    endsAt: addSeconds(now, 3_600),
  });
  for (const seconds of [899, 1_790, 2_680, 3_570, 3_599]) assert.ok(await lives(seconds), String(seconds));
  assert.equal(await at(3_600), 'expired');
});

test('a session that nobody uses for a quarter of an hour is over', async (t) => {
  const { db, start } = await aCustomer(t);
  const { token } = await start();
  assert.equal(await findSession(db, token, addSeconds(now, 900)), 'expired');
});

test('a session never lives past its end, also where the last use was just before', async (t) => {
  const { db, start } = await aCustomer(t);
  const { token } = await start();
  for (const seconds of [800, 1_600, 2_400]) await findSession(db, token, addSeconds(now, seconds));
  const late = await findSession(db, token, addSeconds(now, 3_200));
  assert.equal(typeof late === 'object' && late.idleUntil, addSeconds(now, 3_600));
});

test('an ended session is known but over; a token of nobody is unknown; the token itself is not kept', async (t) => {
  const { db, start } = await aCustomer(t);
  const [mine, other] = [await start(), await start()];
  assert.notEqual(mine.token, other.token);
  assert.ok(mine.token.length >= 43);
  await endSession(db, mine.token, now);
  assert.equal(await findSession(db, mine.token, now), 'expired');
  assert.equal(typeof (await findSession(db, other.token, now)), 'object');
  assert.equal(await findSession(db, 'nobody', now), 'none');
  const { rows } = await sql<{ row: string }>`select to_jsonb(s)::text as row from identity.sessions s`.execute(db);
  for (const { row } of rows) assert.ok(!row.includes(mine.token) && !row.includes(other.token));
});
