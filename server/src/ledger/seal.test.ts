import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { sql } from 'kysely';
import { closeBooks, ledgerFindings, post, postMany, seal, verifyChain } from './index.ts';
import type { Db } from '../platform/db/connect.ts';
import { MONDAY, payout, someBooks, TUESDAY } from '../../test-kit/books.ts';

/** An open transaction in any database of the server, another test's say, holds the settled end back for a while. */
async function sealedUpTo(db: Db, entries: number) {
  for (;;) {
    const head = await seal(db);
    if (head?.entries === entries) return head;
  }
}

test('a flipped fen is found, whatever else is adjusted to hide it', async (t) => {
  const { db, asOwner } = await someBooks(t);
  // In one transaction, so that they are settled, and sealed, together.
  await db.transaction().execute((tx) => postMany(tx, [payout('payout:1'), payout('payout:2')]));
  const published = await sealedUpTo(db, 2);
  assert.deepEqual(await verifyChain(db, published), []);

  await asOwner(`update ledger.lines set debit_fen = debit_fen + 1 where entry_id = 1 and debit_fen > 0`);
  await asOwner(`update ledger.lines set credit_fen = credit_fen + 1 where entry_id = 1 and credit_fen > 0`);
  assert.deepEqual(await verifyChain(db), ['entry payout:1 is not what was posted']);

  await asOwner(`update ledger.entries e set digest = c.digest_now from ledger.entry_contents c where c.ref = e.ref`);
  assert.deepEqual(await verifyChain(db), ['seal 1 does not match its entries']);

  // Even the chain made anew cannot meet the head that was published.
  await asOwner(`delete from ledger.seals`);
  await sealedUpTo(db, 2);
  assert.deepEqual(await verifyChain(db, published), ['seal 1 is not the one that was published']);
});

test('an entry removed or added behind a seal is found', async (t) => {
  const { db, asOwner } = await someBooks(t);
  // In one transaction, so that they are settled, and sealed, together.
  await db.transaction().execute((tx) => postMany(tx, [payout('payout:1'), payout('payout:2')]));
  await sealedUpTo(db, 2);
  await asOwner(`delete from ledger.lines where entry_id = 2; delete from ledger.entries where entry_id = 2`);
  assert.deepEqual(await verifyChain(db), ['seal 1 does not match its entries']);
});

test('each seal continues the one before it, and a seal without news is none', async (t) => {
  const { db, book } = await someBooks(t);
  await book(payout('payout:1'));
  const first = await sealedUpTo(db, 1);
  assert.deepEqual(await seal(db), first);
  await book(payout('payout:2'));
  const second = await sealedUpTo(db, 2);
  assert.equal(second.sealNo, 2);
  assert.deepEqual(await verifyChain(db, first), []);
  assert.deepEqual(await verifyChain(db, second), []);
});

test('what is still open when the seal is made is in the next one, though it began earlier', async (t) => {
  const { db, book } = await someBooks(t);
  const slow = await db.startTransaction().execute();
  await post(slow, payout('payout:slow', { loan: 'slow' }));
  await book(payout('payout:quick', { loan: 'quick' }));
  assert.equal(await seal(db), undefined);
  await slow.commit().execute();
  await sealedUpTo(db, 2);
  assert.deepEqual(await verifyChain(db), []);
});

test('sealing on two nodes at once makes one chain', async (t) => {
  const { db, book } = await someBooks(t);
  for (let i = 0; i < 5; i++) {
    await book(payout(`payout:${i}`));
    await Promise.all([seal(db), seal(db), seal(db)]);
  }
  await sealedUpTo(db, 5);
  assert.deepEqual(await verifyChain(db), []);
});

test('anyone can recompute an entry digest from the journal alone', async (t) => {
  const { db, book } = await someBooks(t);
  await book(payout('payout:1'));
  const { rows } = await sql<{ digest: string }>`select encode(digest, 'hex') as digest from ledger.entries`.execute(
    db,
  );
  const content = 'payout:1\n2026-11-23\n放款\n1303-01/loan-1,3001-09\n1000000,-1000000';
  assert.equal(rows[0]?.digest, createHash('sha256').update(content).digest('hex'));
});

test('the digest of a closed day never changes, and closing again is no news', async (t) => {
  const { db, book, asOwner } = await someBooks(t);
  await book(payout('payout:1'));
  await book(payout('payout:2', { on: TUESDAY }));
  await db.transaction().execute((tx) => closeBooks(tx, MONDAY));
  await db.transaction().execute((tx) => closeBooks(tx, MONDAY));
  assert.deepEqual(await ledgerFindings(db), []);
  await asOwner(`update ledger.entries set on_date = '2026-11-23' where ref = 'payout:2'`);
  const findings = await ledgerFindings(db);
  assert.ok(findings.includes('19: the closed day 2026-11-23 has changed'));
});

test('a day that is closed opens no more', async (t) => {
  const { db, book } = await someBooks(t);
  await db.transaction().execute((tx) => closeBooks(tx, TUESDAY));
  await db.transaction().execute((tx) => closeBooks(tx, MONDAY));
  await assert.rejects(book(payout('payout:1', { on: TUESDAY })), { code: 'closed-day' });
});

test('books restored into a server whose transaction numbers are lower refuse to go on', async (t) => {
  const { book, asOwner } = await someBooks(t);
  await asOwner(`update ledger.fold_watermark set folded_through = '9000000000'`);
  await assert.rejects(book(payout('payout:1')), { code: 'wrong-database-state' });
});
