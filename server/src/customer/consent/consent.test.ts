import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { addSeconds, instant, type CustomerId, type Instant } from '@miaodai/values';
import { sql } from 'kysely';
import { aDatabase } from '../../../test-kit/database.ts';
import { vault as openVault } from '../../platform/crypto/vault.ts';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/connect.ts';
import { registerCustomer } from '../identity/index.ts';
import { consentsOf, hasConsent, recordConsent } from './consent.store.ts';
import { revokeConsent } from './revoke-consent.ts';

const now = instant('2026-11-23T01:00:00Z');
const customerId = '01890000-0000-7000-8000-000000000001' as CustomerId;
const subject = '01890000-0000-7000-8000-00000000000a';
const from = { channel: 'direct-bank', device: 'phone', ip: '127.0.0.1' };
const consent = { customerId, kind: 'credit-report', subject, version: '2026-1', textHash: 'ab'.repeat(32) } as const;

test('a consent says what was agreed to, when and from where; agreed again it is the same; it is never changed', async (t) => {
  const { db } = await aDatabase(t);
  const person = { id: customerId, name: '王小明', idNumber: '110101198102030111', mobile: '13800000001' };
  await registerCustomer(db, openVault(randomBytes(32)), person, now);
  const record = (changes: object, at = now) =>
    db.transaction().execute((tx) => recordConsent(tx, { ...consent, ...changes }, from, at));
  const latest = () => db.transaction().execute((tx) => hasConsent(tx, subject, 'credit-report'));

  assert.equal(await latest(), undefined);
  const first = await record({});
  assert.equal(await record({}, addSeconds(now, 60)), first);
  assert.equal(await latest(), first);
  const newer = await record({ version: '2026-2', textHash: 'cd'.repeat(32) }, addSeconds(now, 120));
  assert.notEqual(newer, first);
  assert.equal(await latest(), newer);
  const { rows } = await sql<object>`
    select version, text_hash, channel, device, ip, agreed_at from consent.consents where consent_id = ${first}`.execute(
    db,
  );
  assert.deepEqual(rows, [{ version: '2026-1', text_hash: 'ab'.repeat(32), ...from, agreed_at: now }]);
  await assert.rejects(sql`update consent.consents set version = 'x'`.execute(db), /permission denied/);
  await assert.rejects(sql`delete from consent.consents`.execute(db), /permission denied/);
});

test('a consent that is taken back is none from then on, stays on record, and may be given anew', async (t) => {
  const { db } = await aDatabase(t);
  const person = { id: customerId, name: '王小明', idNumber: '110101198102030111', mobile: '13800000001' };
  await registerCustomer(db, openVault(randomBytes(32)), person, now);
  const inTx = <T>(work: (tx: Tx) => Promise<T>) => db.transaction().execute(work);
  const revoke = (consentId: string, at: Instant) =>
    inTx((tx) => revokeConsent({ tx, now: at } as Context, { customerId, consentId }, from));
  const latest = () => inTx((tx) => hasConsent(tx, subject, 'credit-report'));

  const first = await inTx((tx) => recordConsent(tx, consent, from, now));
  const other = '01890000-0000-7000-8000-000000000002' as CustomerId;
  const asOther = await inTx((tx) =>
    revokeConsent({ tx, now } as Context, { customerId: other, consentId: first }, from),
  );
  assert.deepEqual(asOther, { ok: false, refusal: 'not-found' });
  const revoked = await revoke(first, addSeconds(now, 10));
  assert.equal(revoked.ok && revoked.value.follows, 'ends-application');
  assert.equal(await latest(), undefined);
  // Again changes nothing: the first moment stays.
  const again = await revoke(first, addSeconds(now, 20));
  assert.equal(again.ok && again.value.consent.revokedAt, addSeconds(now, 10));

  const second = await inTx((tx) => recordConsent(tx, consent, from, addSeconds(now, 30)));
  assert.notEqual(second, first);
  assert.equal(await latest(), second);
  assert.equal(await inTx((tx) => recordConsent(tx, consent, from, addSeconds(now, 40))), second);
  const kept = await consentsOf(db, customerId);
  assert.deepEqual(
    kept.map(({ id, revokedAt }) => [id, revokedAt]),
    [
      [second, null],
      [first, addSeconds(now, 10)],
    ],
  );
  await assert.rejects(sql`update consent.revocations set device = 'x'`.execute(db), /permission denied/);
});

test('what is no authorisation of its own cannot be taken back, and says what to do instead', async (t) => {
  const { db } = await aDatabase(t);
  const person = { id: customerId, name: '王小明', idNumber: '110101198102030111', mobile: '13800000001' };
  await registerCustomer(db, openVault(randomBytes(32)), person, now);
  for (const kind of ['loan-contract', 'registration', 'use-of-funds', 'cost-statement'] as const) {
    const result = await db.transaction().execute(async (tx) => {
      const consentId = await recordConsent(tx, { ...consent, kind }, from, now);
      return revokeConsent({ tx, now } as Context, { customerId, consentId }, from);
    });
    assert.ok(!result.ok && result.refusal === 'consent-not-revocable' && result.detail?.['words'], kind);
    assert.ok(await db.transaction().execute((tx) => hasConsent(tx, subject, kind)));
  }
});
