import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accounts, balance, ledgerFindings, post, postMany, type Entry } from './index.ts';
import { payout, someBooks, transfer } from '../../test-kit/books.ts';

const { limitGranted, limitAvailable } = accounts;
const a = limitAvailable('a');
const outcomes = (results: { outcome: string }[]) => results.map(({ outcome }) => outcome);

test('a thousand entries book in one call, and again not at all', async (t) => {
  const { db } = await someBooks(t);
  const entries = Array.from({ length: 1_000 }, (_, i) => payout(`payout:${i}`, { loan: `loan-${i % 10}`, yuan: 1 }));
  const book = () => db.transaction().execute((tx) => postMany(tx, entries));
  assert.ok((await book()).every(({ outcome }) => outcome === 'posted'));
  assert.ok((await book()).every(({ outcome }) => outcome === 'known'));
  assert.equal(await balance(db, accounts.loanPrincipal('loan-3')), 100_00);
  assert.equal(await balance(db, accounts.coreClearing), 1_000_00);
  assert.deepEqual(await ledgerFindings(db), []);
});

test('poisoned entries of each kind are set aside, the others book', async (t) => {
  const { db, book } = await someBooks(t);
  await book(payout('payout:old'));
  const batch: Entry[] = [
    transfer('limit:1', limitGranted, a, 100),
    { ...payout('payout:unbalanced'), lines: payout('x').lines.slice(0, 1) },
    transfer('draw:1', a, limitGranted, 60),
    transfer('draw:2', a, limitGranted, 60), // Forty are left.
    transfer('draw:3', a, limitGranted, 40),
    payout('payout:old'),
    payout('payout:old', { yuan: 1 }),
    payout('payout:new'),
    payout('payout:new'),
    payout('payout:new', { yuan: 2 }),
  ];
  const results = await db.transaction().execute((tx) => postMany(tx, batch));
  assert.deepEqual(outcomes(results), [
    ...['posted', 'refused', 'posted', 'refused', 'posted'],
    ...['known', 'refused', 'posted', 'known', 'refused'],
  ]);
  assert.deepEqual(results.map((result) => (result.outcome === 'refused' ? result.refusal.code : '')).filter(Boolean), [
    'unbalanced',
    'below-zero',
    'content-differs',
    'content-differs',
  ]);
  assert.equal(await balance(db, a), 0);
  assert.deepEqual(await ledgerFindings(db), []);
});

test('one by one and in bulk an entry has the same content', async (t) => {
  const { db, book } = await someBooks(t);
  const [one, two] = [payout('payout:1'), payout('payout:2')];
  await book(one);
  await db.transaction().execute((tx) => postMany(tx, [two]));
  assert.deepEqual(outcomes(await db.transaction().execute((tx) => postMany(tx, [one, two]))), ['known', 'known']);
  assert.equal(await book(two), 'known');
});

test('batches that share entries and accounts in other orders book each entry once, with single postings between', async (t) => {
  const { db } = await someBooks(t);
  const entries = Array.from({ length: 60 }, (_, i) => payout(`payout:${i}`, { loan: `loan-${i % 7}`, yuan: 1 }));
  const bulk = (batch: Entry[]) => db.transaction().execute((tx) => postMany(tx, batch));
  const single = (entry: Entry) => db.transaction().execute((tx) => post(tx, entry));
  await Promise.all([
    ...[bulk(entries), bulk(entries.toReversed()), bulk(entries.slice(20))],
    ...entries.toReversed().map(single),
  ]);
  assert.equal(await balance(db, accounts.coreClearing), 60_00);
  assert.deepEqual(await ledgerFindings(db), []);
});

test('an empty batch is no work', async (t) => {
  const { db } = await someBooks(t);
  assert.deepEqual(await db.transaction().execute((tx) => postMany(tx, [])), []);
});
