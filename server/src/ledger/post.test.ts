import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ZERO, fen } from '@miaodai/values';
import { sql } from 'kysely';
import { CHART } from './chart-of-accounts.ts';
import {
  accounts,
  balance,
  BooksRefused,
  credit,
  debit,
  ledgerFindings,
  post,
  trialBalance,
  type Account,
  type Entry,
} from './index.ts';
import { MONDAY, payout, someBooks, transfer } from '../../test-kit/books.ts';

const refusedAs = (code: string) => (error: unknown) => error instanceof BooksRefused && error.code === code;

test('a payout of ten thousand yuan is owed by the loan and left the clearing account', async (t) => {
  const { db, book } = await someBooks(t);
  assert.equal(await book(payout('payout:1')), 'posted');
  assert.equal(await balance(db, accounts.loanPrincipal('loan-1')), 10_000_00);
  assert.equal(await balance(db, accounts.coreClearing), 10_000_00);
  assert.equal(await balance(db, accounts.loanPrincipal('loan-2')), 0);
  const { mainTotal, memoTotal, lines } = await trialBalance(db);
  assert.deepEqual(mainTotal, { debitFen: 10_000_00, creditFen: 10_000_00 });
  assert.deepEqual(memoTotal, { debitFen: 0, creditFen: 0 });
  assert.equal(lines.find(({ nameZh }) => nameZh === '贷款本金')?.balanceFen, 10_000_00);
  assert.deepEqual(await ledgerFindings(db), []);
});

test('the same fact books once, in whatever order its lines come', async (t) => {
  const { db, book } = await someBooks(t);
  const entry = payout('payout:1');
  await book(entry);
  assert.equal(await book(entry), 'known');
  assert.equal(await book({ ...entry, lines: entry.lines.toReversed() }), 'known');
  assert.equal(await balance(db, accounts.loanPrincipal('loan-1')), 10_000_00);
});

test('one ref for two different facts is a bug, and the second leaves no trace', async (t) => {
  const { db, book } = await someBooks(t);
  await book(payout('payout:1'));
  await assert.rejects(book(payout('payout:1', { yuan: 20_000 })), refusedAs('content-differs'));
  await assert.rejects(book({ ...payout('payout:1'), memo: 'another' }), refusedAs('content-differs'));
  assert.equal(await balance(db, accounts.loanPrincipal('loan-1')), 10_000_00);
  assert.deepEqual(await ledgerFindings(db), []);
});

test('an entry goes down with the transaction of its fact', async (t) => {
  const { db, book } = await someBooks(t);
  const failing = db.transaction().execute(async (tx) => {
    await post(tx, payout('payout:1'));
    throw new Error('the fact did not come about');
  });
  await assert.rejects(failing, /did not come about/);
  assert.equal(await balance(db, accounts.coreClearing), 0);
  assert.equal(await book(payout('payout:1')), 'posted');
});

test('off-balance lines are a book of their own: a limit is set aside and given back without touching the other', async (t) => {
  const { db, book } = await someBooks(t);
  const { limitGranted, limitAvailable, limitReserved } = accounts;
  await book(transfer('limit:1', limitGranted, limitAvailable('contract-1'), 50_000_00));
  await book(transfer('reserve:1', limitAvailable('contract-1'), limitReserved('payout-1'), 20_000_00));
  await book(transfer('resolve:1', limitReserved('payout-1'), limitAvailable('contract-1'), 20_000_00));
  assert.equal(await balance(db, limitAvailable('contract-1')), 50_000_00);
  assert.equal(await balance(db, limitReserved('payout-1')), 0);
  // Resolved once: a second time there is nothing left to take.
  const again = transfer('resolve:2', limitReserved('payout-1'), limitGranted, 20_000_00);
  await assert.rejects(book(again), refusedAs('below-zero'));
  assert.deepEqual((await trialBalance(db)).memoTotal, { debitFen: 90_000_00, creditFen: 90_000_00 });
  assert.deepEqual((await trialBalance(db)).mainTotal, { debitFen: 0, creditFen: 0 });
  assert.deepEqual(await ledgerFindings(db), []);
});

test('within one entry what adds to an account comes before what takes from it', async (t) => {
  const { db, book } = await someBooks(t);
  const loan = accounts.loanPrincipal('loan-1');
  const lines = [credit(loan, fen(3)), debit(loan, fen(5)), credit(accounts.coreClearing, fen(2))];
  await book({ ref: 'both:1', on: MONDAY, memo: 'paid out, and part of it back', lines });
  assert.equal(await balance(db, loan), 2);
  assert.deepEqual(await ledgerFindings(db), []);
});

const loan = accounts.loanPrincipal('loan-1');
const WRONG: [string, Partial<Entry>, string][] = [
  ['no lines', { lines: [] }, 'unbalanced'],
  ['one side only', { lines: [debit(loan, fen(100))] }, 'unbalanced'],
  ['more debit than credit', { lines: [debit(loan, fen(101)), credit(accounts.coreClearing, fen(100))] }, 'unbalanced'],
  ['one book against the other', { lines: [debit(loan, fen(1)), credit(accounts.limitGranted, fen(1))] }, 'unbalanced'],
  ['nothing moved', { lines: [debit(loan, ZERO), credit(accounts.coreClearing, ZERO)] }, 'bad-amount'],
  ['negative amounts', { lines: [debit(loan, fen(-5)), credit(accounts.coreClearing, fen(-5))] }, 'bad-amount'],
  [
    'a fraction of a fen',
    { lines: [debit(loan, 0.5 as never), credit(accounts.coreClearing, 0.5 as never)] },
    'bad-amount',
  ],
  [
    'beyond safe integers',
    { lines: [debit(loan, (2 ** 53) as never), credit(accounts.coreClearing, (2 ** 53) as never)] },
    'bad-amount',
  ],
  [
    'an unknown code',
    { lines: [debit('1999-01/x' as Account, fen(1)), credit(accounts.coreClearing, fen(1))] },
    'unknown-account',
  ],
  [
    'an exact code without whose',
    { lines: [debit('1303-01' as Account, fen(1)), credit(accounts.coreClearing, fen(1))] },
    'unknown-account',
  ],
  ['a ref with a space', { ref: 'pay out' }, 'bad-text'],
  ['a memo of two lines', { memo: 'one\ntwo' }, 'bad-text'],
];
for (const [what, change, code] of WRONG) {
  test(`refused before it reaches the database: ${what}`, async (t) => {
    const { db, book } = await someBooks(t);
    await assert.rejects(book({ ...payout('payout:1'), ...change }), refusedAs(code));
    assert.deepEqual((await trialBalance(db)).mainTotal, { debitFen: 0, creditFen: 0 });
  });
}

test('an account at the edge of safe integers takes no more', async (t) => {
  const { db, book } = await someBooks(t);
  const edge = fen(Number.MAX_SAFE_INTEGER);
  await book({ ...payout('edge:1'), lines: [debit(loan, edge), credit(accounts.coreClearing, edge)] });
  await assert.rejects(book(payout('edge:2')), refusedAs('bad-amount'));
  assert.equal(await balance(db, loan), edge);
});

test('the chart in the code is the chart in the database', async (t) => {
  const { db } = await someBooks(t);
  const { rows } = await sql`
    select code, name_zh as "nameZh", name_en as "nameEn", type, normal_side as "normalSide", kind,
      may_go_below_zero as "mayGoBelowZero"
    from ledger.chart order by code`.execute(db);
  assert.deepEqual(rows, CHART);
});
