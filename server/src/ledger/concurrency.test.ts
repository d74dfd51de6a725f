import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fen } from '@miaodai/values';
import pg from 'pg';
import { accounts, balance, closeBooks, foldRolled, ledgerFindings, post, type Entry } from './index.ts';
import { MONDAY, payout, someBooks, TUESDAY, transfer } from '../../test-kit/books.ts';

const { limitGranted, limitAvailable, limitReserved } = accounts;
const settled = (outcomes: PromiseSettledResult<string>[]) =>
  outcomes.map((outcome) =>
    outcome.status === 'fulfilled' ? outcome.value : (outcome.reason as { code: string }).code,
  );

test('the same fact from eight sides at once books once', async (t) => {
  const { db, book } = await someBooks(t);
  const outcomes = await Promise.all(Array.from({ length: 8 }, () => book(payout('payout:1'))));
  assert.deepEqual(outcomes.toSorted(), [...Array<string>(7).fill('known'), 'posted']);
  assert.equal(await balance(db, accounts.loanPrincipal('loan-1')), 10_000_00);
});

test('two facts under one ref at once: one books, the other is a bug', async (t) => {
  const { db, book } = await someBooks(t);
  const outcomes = await Promise.allSettled([book(payout('payout:1')), book(payout('payout:1', { yuan: 20_000 }))]);
  assert.deepEqual(settled(outcomes).toSorted(), ['content-differs', 'posted']);
  assert.deepEqual(await ledgerFindings(db), []);
});

test('a fact whose first posting is rolled back books by the second that waited for it', async (t) => {
  const { db, book } = await someBooks(t);
  const first = await db.startTransaction().execute();
  await post(first, payout('payout:1'));
  const second = book(payout('payout:1'));
  await first.rollback().execute();
  assert.equal(await second, 'posted');
  assert.deepEqual(await ledgerFindings(db), []);
});

test('transfers in opposite directions never wait for each other', async (t) => {
  const { db, book } = await someBooks(t);
  const [a, b] = [limitAvailable('a'), limitAvailable('b')];
  await book(transfer('open:a', limitGranted, a, 1_000));
  await book(transfer('open:b', limitGranted, b, 1_000));
  const both = (i: number) => [book(transfer(`there:${i}`, a, b, 1)), book(transfer(`back:${i}`, b, a, 1))];
  await Promise.all(Array.from({ length: 100 }, (_, i) => both(i)).flat()); // A deadlock would reject.
  assert.equal(await balance(db, a), 1_000);
  assert.deepEqual(await ledgerFindings(db), []);
});

test('of twenty payouts at once against a limit for seven, seven are set aside', async (t) => {
  const { db, book } = await someBooks(t);
  await book(transfer('limit:1', limitGranted, limitAvailable('contract-1'), 75_000_00));
  const reserve = (i: number) =>
    book(transfer(`reserve:${i}`, limitAvailable('contract-1'), limitReserved(`${i}`), 10_000_00));
  const outcomes = settled(await Promise.allSettled(Array.from({ length: 20 }, (_, i) => reserve(i))));
  assert.equal(outcomes.filter((outcome) => outcome === 'posted').length, 7);
  assert.equal(outcomes.filter((outcome) => outcome === 'below-zero').length, 13);
  assert.equal(await balance(db, limitAvailable('contract-1')), 5_000_00);
  assert.deepEqual(await ledgerFindings(db), []);
});

test('folding and reading while postings go on: every balance read is one that the books had', async (t) => {
  const { db, book } = await someBooks(t);
  const PAYOUTS = 150;
  let begun = 0;
  let done = 0;
  let posting = true;
  const clients = Array.from({ length: 4 }, async (_, client) => {
    for (let i = 0; i < PAYOUTS; i++) {
      begun += 1;
      await book(payout(`payout:${client}-${i}`, { loan: `${client}-${i}`, yuan: 1 }));
      done += 1;
    }
  });
  const folders = [1, 2].map(async () => {
    while (posting) await foldRolled(db);
  });
  const reader = (async () => {
    while (posting) {
      const least = done;
      const seen = await balance(db, accounts.coreClearing);
      assert.ok(seen >= least * 100 && seen <= begun * 100, `${seen} fen between ${least} and ${begun} yuan`);
    }
  })();
  await Promise.all(clients);
  posting = false;
  await Promise.all([...folders, reader]);
  await foldRolled(db);
  assert.equal(await balance(db, accounts.coreClearing), 4 * PAYOUTS * 100);
  assert.deepEqual(await ledgerFindings(db), []);
});

test('a posting that is still open is not lost behind the fold, though later ones are folded', async (t) => {
  const { db, book } = await someBooks(t);
  const slow = await db.startTransaction().execute();
  await post(slow, payout('payout:slow', { loan: 'slow' }));
  await book(payout('payout:quick', { loan: 'quick' }));
  await foldRolled(db);
  await slow.commit().execute();
  assert.equal(await balance(db, accounts.coreClearing), 20_000_00);
  await foldRolled(db);
  assert.equal(await balance(db, accounts.coreClearing), 20_000_00);
  assert.deepEqual(await ledgerFindings(db), []);
});

test('a fold that is killed half way leaves nothing half done', async (t) => {
  const { db, book, ownerUrl } = await someBooks(t);
  await book(payout('payout:1'));
  const doomed = new pg.Client({ connectionString: ownerUrl });
  doomed.on('error', () => undefined);
  await doomed.connect();
  const { rows } = await doomed.query<{ pid: number }>('select pg_backend_pid() as pid');
  await doomed.query('begin');
  await doomed.query('select ledger.fold_rolled()');
  const killer = new pg.Client({ connectionString: ownerUrl });
  await killer.connect();
  await killer.query('select pg_terminate_backend($1, 5000)', [rows[0]?.pid]);
  await killer.end();
  assert.equal(await balance(db, accounts.coreClearing), 10_000_00);
  // Settled as soon as no older transaction is open anywhere on the server, in another test say.
  while ((await foldRolled(db)) === 0);
  assert.equal(await balance(db, accounts.coreClearing), 10_000_00);
});

test('closing a day waits for the posting under way and counts it; whoever comes later is refused', async (t) => {
  const { db, book } = await someBooks(t);
  const open = await db.startTransaction().execute();
  await post(open, payout('payout:1'));
  const closing = db.transaction().execute((tx) => closeBooks(tx, MONDAY));
  const late = book(payout('payout:2'));
  late.catch(() => undefined);
  await open.commit().execute();
  await closing;
  // It may have come before the closing began to wait; it is never booked after.
  const outcome = await late.catch((error: { code: string }) => error.code);
  assert.ok(outcome === 'posted' || outcome === 'closed-day');
  await assert.rejects(book(payout('payout:3')), { code: 'closed-day' });
  assert.equal(await book(payout('payout:1')), 'known');
  const next: Entry = payout('payout:4', { on: TUESDAY });
  assert.equal(await book(next), 'posted');
  assert.ok((await balance(db, accounts.loanPrincipal('loan-1'))) >= fen(20_000_00));
  assert.deepEqual(await ledgerFindings(db), []);
});
