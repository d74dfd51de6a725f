import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { addSeconds, instant, type CustomerId } from '@miaodai/values';
import { sql } from 'kysely';
import { aDatabase } from '../../../test-kit/database.ts';
import { vault as openVault } from '../../platform/crypto/vault.ts';
import { database, pool } from '../../platform/db/connect.ts';
import { registerCustomer } from './customers.store.ts';
import { findSession, startSession } from './sessions.ts';

const now = instant('2026-11-23T01:00:00Z');
const lasting = {
  ...{ sessionIdleSeconds: 3_000, sessionMaxSeconds: 36_000 },
  ...{ sessionRotateSeconds: 900, sessionOverlapSeconds: 60 },
};
const wang = {
  ...{ id: '01890000-0000-7000-8000-000000000001' as CustomerId, name: '王小明' },
  ...{ idNumber: '110101198102030111', mobile: '13800000001' },
};

async function aSession(t: Parameters<typeof aDatabase>[0]) {
  const { db, url } = await aDatabase(t);
  await registerCustomer(db, openVault(randomBytes(32)), wang, now);
  const { token } = await startSession(
    db,
    { customerId: wang.id, channel: 'direct-bank', device: 'd', ip: '::1' },
    lasting,
    now,
  );
  /** 'none', 'expired', 'live', or the token that the answer hands out. */
  const shown = async (by: string, seconds: number, at = db) => {
    const found = await find(by, seconds, at);
    return typeof found === 'string' ? found : ((await found.prolonged) ?? 'live');
  };
  const find = (by: string, seconds: number, at = db) => findSession(at, by, addSeconds(now, seconds));
  return { db, url, token, shown };
}

test('a token is replaced after a quarter of an hour; the one before holds for a minute more', async (t) => {
  const { token, shown } = await aSession(t);
  assert.equal(await shown(token, 899), 'live');
  const next = await shown(token, 900);
  assert.equal(next.length, 43);
  assert.equal(await shown(token, 901), 'live', 'handed out once');
  assert.equal(await shown(token, 2_000).then((said) => said.length), 43, 'lost on the way: another one');
});

test('once the next token has been shown, the old one runs out', async (t) => {
  const { token, shown } = await aSession(t);
  const next = await shown(token, 900);
  assert.equal(await shown(next, 910), 'live');
  assert.equal(await shown(token, 911), 'live', 'a request that was on its way');
  assert.equal(await shown(token, 969), 'live');
  assert.equal(await shown(token, 970), 'expired');
  assert.equal(await shown(next, 970), 'live');
  const third = await shown(next, 910 + 900);
  assert.equal(third.length, 43);
  assert.equal(new Set([token, next, third]).size, 3);
});

test('a next token that got lost is worth nothing once another one was handed out', async (t) => {
  const { token, shown } = await aSession(t);
  const lost = await shown(token, 900);
  const again = await shown(token, 961);
  assert.notEqual(again, lost);
  assert.equal(await shown(lost, 962), 'none');
  assert.equal(await shown(again, 962), 'live');
});

test('of twenty requests at once on two nodes one is handed the next token, and none is turned away', async (t) => {
  const { db, url, token, shown } = await aSession(t);
  const other = database(pool(url));
  t.after(() => other.destroy());
  const said = await Promise.all(Array.from({ length: 20 }, (_, i) => shown(token, 900, i % 2 ? db : other)));
  const handed = said.filter((one) => one.length === 43);
  assert.equal(handed.length, 1);
  assert.equal(said.filter((one) => one === 'live').length, 19);
  const next = handed[0] ?? '';
  const after = await Promise.all(
    Array.from({ length: 20 }, (_, i) => shown(i % 3 ? next : token, 905, i % 2 ? db : other)),
  );
  assert.deepEqual(new Set(after), new Set(['live']));
});

test('none of the tokens is kept', async (t) => {
  const { db, token, shown } = await aSession(t);
  const next = await shown(token, 900);
  await shown(next, 901);
  const { rows } = await sql<{ row: string }>`select to_jsonb(s)::text as row from identity.sessions s`.execute(db);
  for (const { row } of rows) assert.ok(!row.includes(token) && !row.includes(next));
});
