import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { sql } from 'kysely';
import { aDatabase } from '../../test-kit/database.ts';
import { vault as openVault } from './crypto/vault.ts';
import { claimKey, findKey, keepReply, releaseKey, takeKey, type Request } from './idempotency.store.ts';
import { withinRate } from './rate-limit.store.ts';

const owner = '01890000-0000-7000-8000-000000000001';
const aRequest = (changes: Partial<Request> = {}): Request => ({
  ...{ owner, key: randomUUID(), operation: 'submitApplication', requestHash: 'ab'.repeat(32) },
  ...changes,
});
const vault = openVault(randomBytes(32));

test('a key is claimed by one of ten, given back, and claimed again', async (t) => {
  const { db } = await aDatabase(t);
  const request = aRequest();
  const claims = await Promise.all(Array.from({ length: 10 }, () => claimKey(db, request, 60)));
  const [claim, ...others] = claims.filter((found) => found !== undefined);
  assert.ok(claim);
  assert.deepEqual(others, []);
  assert.deepEqual(await findKey(db, vault, request), {
    operation: request.operation,
    requestHash: request.requestHash,
  });
  await releaseKey(db, request, claim);
  assert.equal(await findKey(db, vault, request), undefined);
  assert.ok(await claimKey(db, request, 60));
  assert.ok(
    await claimKey(db, aRequest({ key: request.key, owner: randomUUID() }), 60),
    "somebody else's key is another",
  );
});

test('an answer is kept to the byte, sealed, and only by who holds the key', async (t) => {
  const { db } = await aDatabase(t);
  const request = aRequest();
  const claim = await claimKey(db, request, 60);
  assert.ok(claim);
  const text = '{"b":1,"a":2, "name":"王小明","n":1.0}';
  const keep = () => db.transaction().execute((tx) => keepReply(tx, vault, request, claim, { status: 202, text }));
  assert.equal(await keep(), true);
  assert.equal(await keep(), false, 'the first answer stands');
  assert.deepEqual((await findKey(db, vault, request))?.reply, { status: 202, text });
  await releaseKey(db, request, claim);
  assert.ok((await findKey(db, vault, request))?.reply, 'an answered key is not given back');
  const { rows } = await sql<{ row: string }>`select to_jsonb(k)::text as row from platform.idempotency_keys k`.execute(
    db,
  );
  assert.doesNotMatch(rows[0]?.row ?? '', /王小明/);
});

test('the key of a request that died is taken over by the same request, and the dead one can keep nothing', async (t) => {
  const { db } = await aDatabase(t);
  const request = aRequest();
  const first = await claimKey(db, request, 60);
  assert.ok(first);
  assert.equal(await claimKey(db, request, 60), undefined);
  assert.equal(await claimKey(db, aRequest({ key: request.key, requestHash: 'cd'.repeat(32) }), 0), undefined);
  assert.equal(await claimKey(db, aRequest({ key: request.key, operation: 'identify' }), 0), undefined);
  const second = await claimKey(db, request, 0);
  assert.ok(second && second !== first);
  const keep = (claim: typeof second) =>
    db.transaction().execute((tx) => keepReply(tx, vault, request, claim, { status: 200, text: '{}' }));
  assert.equal(await keep(first), false);
  await releaseKey(db, request, first);
  assert.equal(await keep(second), true);
});

test('a key taken in a transaction goes with it', async (t) => {
  const { db } = await aDatabase(t);
  const request = aRequest();
  const undone = db.transaction().execute(async (tx) => {
    assert.ok(await takeKey(tx, request));
    assert.equal(await takeKey(tx, request), undefined);
    throw new Error('rolled back');
  });
  await assert.rejects(undone, /rolled back/);
  assert.equal(await findKey(db, vault, request), undefined);
});

test('a rate holds for all at once, for each subject by itself, and begins anew with each window', async (t) => {
  const { db } = await aDatabase(t);
  const hit = (subject: string) => withinRate(db, subject, 5, 86_400);
  const said = await Promise.all(Array.from({ length: 12 }, () => hit('sign-in:a')));
  assert.equal(said.filter(Boolean).length, 5);
  assert.equal(await hit('sign-in:b'), true);
  await sql`update platform.rate_limits set window_start = window_start - interval '1 day'`.execute(db);
  assert.equal(await hit('sign-in:a'), true);
});
