import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { instant, type CustomerId, type Result } from '@miaodai/values';
import { aDatabase } from '../../../test-kit/database.ts';
import { vault as openVault } from '../../platform/crypto/vault.ts';
import type { Tx } from '../../platform/db/connect.ts';
import { makeKnown, moveToMobile } from './become-known.ts';
import { readContact, readCustomer, registerMobile } from './customers.store.ts';

const now = instant('2026-11-23T01:00:00Z');
const id = (n: number) => `01890000-0000-7000-8000-00000000000${n}` as CustomerId;
const wang = { name: '王小明', idNumber: '110101198102030111' };
const li = { name: '李晓红', idNumber: '110101198203040226' };

async function twoUnknown(t: Parameters<typeof aDatabase>[0]) {
  const { db } = await aDatabase(t);
  const vault = openVault(randomBytes(32));
  const inTx = <T>(work: (tx: Tx) => Promise<T>) => db.transaction().execute(work);
  for (const n of [1, 2]) {
    assert.ok(await inTx((tx) => registerMobile(tx, vault, { id: id(n), mobile: `1380000000${n}` }, now)));
  }
  const known = async (n: number, person: typeof wang) => said(await inTx((tx) => makeKnown(tx, vault, id(n), person)));
  const move = async (n: number, mobile: string) => said(await inTx((tx) => moveToMobile(tx, vault, id(n), mobile)));
  return { db, vault, inTx, known, move };
}
const said = (result: Result<unknown, string>) => (result.ok ? 'ok' : result.refusal);

test('whom nobody knows has a number and no name; known once, they stay who they are', async (t) => {
  const { db, vault, known } = await twoUnknown(t);
  assert.deepEqual(await readContact(db, vault, id(1)), { id: id(1), mobile: '13800000001' });
  await assert.rejects(readCustomer(db, vault, id(1)), /invariant broken/);
  assert.equal(await known(1, wang), 'ok');
  assert.deepEqual(await readCustomer(db, vault, id(1)), { id: id(1), mobile: '13800000001', ...wang });
  assert.equal(await known(1, wang), 'ok', 'the same again');
  assert.equal(await known(1, li), 'identity-mismatch');
  assert.equal(await known(1, { ...wang, name: '王大明' }), 'identity-mismatch');
  assert.equal(await known(1, { ...wang, idNumber: li.idNumber }), 'identity-mismatch');
  assert.equal(await known(2, wang), 'id-number-taken');
  assert.equal(await known(2, li), 'ok');
});

test('of two who say at once that they are the same person one is', async (t) => {
  const { known } = await twoUnknown(t);
  const at = await Promise.all([known(1, wang), known(2, wang)]);
  assert.deepEqual(at.toSorted(), ['id-number-taken', 'ok']);
});

test('a number belongs to one customer, however it came to them', async (t) => {
  const { db, vault, inTx, move } = await twoUnknown(t);
  assert.equal(await inTx((tx) => registerMobile(tx, vault, { id: id(3), mobile: '13800000002' }, now)), false);
  assert.equal(await move(1, '13800000002'), 'mobile-taken');
  assert.equal(await move(1, '13800000001'), 'mobile-taken', 'also their own');
  const both = await Promise.all([move(1, '13900000009'), move(2, '13900000009')]);
  assert.deepEqual(both.toSorted(), ['mobile-taken', 'ok']);
  const mobiles = await Promise.all([1, 2].map(async (n) => (await readContact(db, vault, id(n))).mobile));
  assert.equal(mobiles.filter((mobile) => mobile === '13900000009').length, 1);
});
