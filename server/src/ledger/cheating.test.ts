import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { sql } from 'kysely';
import { accounts, balance, ledgerFindings, trialBalance } from './index.ts';
import { payout, someBooks } from '../../test-kit/books.ts';

// What the server's role could try if its code were wrong or taken over. What is refused leaves the books as they were, so that
// all these tries share them: what one of them did change, the next would find.
const empty = await someBooks({ after });
const withPayout = await someBooks({ after });
await withPayout.book(payout('payout:1'));

const FORBIDDEN: Record<string, string> = {
  'change an amount': `update ledger.lines set debit_fen = debit_fen + 1 where debit_fen > 0`,
  'change an entry': `update ledger.entries set on_date = on_date + 1`,
  'remove an entry': `delete from ledger.entries`,
  'remove lines': `delete from ledger.lines`,
  'empty the books': `truncate ledger.entries, ledger.lines`,
  'set a balance': `update ledger.exact_accounts set balance_fen = 0`,
  'add a line to an entry that is there': `insert into ledger.lines (entry_id, line_no, account, debit_fen, credit_fen)
    select entry_id, 3, '3001-09', 1, 0 from ledger.entries`,
  'write an entry by hand': `insert into ledger.entries (ref, on_date, memo, digest) values ('x', '2026-11-23', 'x', '')`,
  'allow an account to go below zero': `update ledger.exact_accounts set may_go_below_zero = true`,
  'change the chart': `update ledger.chart set may_go_below_zero = true`,
  'reopen a day': `update ledger.closing set closed_through = '-infinity'`,
  'forge a seal': `insert into ledger.seals (seal_no, through_xid, through_entry_id, entry_count, hash) values (1, '1', 1, 1, '')`,
  'move the fold': `update ledger.fold_watermark set folded_through = '0'`,
  'switch off the check at commit': `alter table ledger.entries disable trigger entry_balances`,
  'open an account on the side': `select ledger.open_account('1303-01/x')`,
  'write lines on the side': `select ledger.write_lines(array['x'], array[1]::bigint[], array[1], array['3001-09'], array[1]::bigint[])`,
};
for (const [what, statement] of Object.entries(FORBIDDEN)) {
  test(`the server's role may not ${what}`, async () => {
    const { db } = withPayout;
    await assert.rejects(sql.raw(statement).execute(db), /permission denied|must be owner/);
    assert.equal(await balance(db, accounts.loanPrincipal('loan-1')), 10_000_00);
    assert.deepEqual(await ledgerFindings(db), []);
  });
}

const posting = (named: string, values: string) => `select ledger.post(${named}, '2026-11-23', 'x', ${values})`;
const REFUSED: Record<string, [string, string]> = {
  'an unbalanced entry': [posting(`'x'`, `array['1303-01/a', '3001-09'], array[2, -1]`), 'LB003'],
  'a single line': [posting(`'x'`, `array['3001-09'], array[0]`), 'LB005'],
  'no lines': [posting(`'x'`, `array[]::text[], array[]::bigint[]`), 'LB003'],
  'a line of nothing': [posting(`'x'`, `array['1303-01/a', '3001-09'], array[0, 0]`), 'LB005'],
  'fewer amounts than lines': [posting(`'x'`, `array['1303-01/a', '3001-09'], array[1]`), 'LB005'],
  'one book against the other': [posting(`'x'`, `array['1303-01/a', '9001-01'], array[1, -1]`), 'LB003'],
  'more than a safe integer': [
    posting(`'x'`, `array['3001-01', '3001-09'], array[9007199254740992, -9007199254740992]`),
    '23514',
  ],
  'an account outside the chart': [posting(`'x'`, `array['1303-02/a', '3001-09'], array[1, -1]`), 'LB004'],
  'a rolled account with a sub-account': [posting(`'x'`, `array['1303-01/a', '3001-09/a'], array[1, -1]`), 'LB004'],
  'a sub-account with a newline': [posting(`'x'`, `array[E'1303-01/a\\nb', '3001-09'], array[1, -1]`), 'LB004'],
  'a credit from a loan that owes nothing': [posting(`'x'`, `array['1303-01/a', '3001-09'], array[-1, 1]`), '23514'],
  'lines out of order': [posting(`'x'`, `array['3001-09', '1303-01/a'], array[-1, 1]`), 'LB005'],
  'a ref with a newline': [posting(`E'x\\ny'`, `array['1303-01/a', '3001-09'], array[1, -1]`), '23514'],
  'a day that is no day': [`select ledger.post('x', null, 'x', array['1303-01/a', '3001-09'], array[1, -1])`, '23502'],
};
for (const [what, [statement, code]] of Object.entries(REFUSED)) {
  test(`the database itself refuses ${what}`, async () => {
    const { db } = empty;
    await assert.rejects(sql.raw(statement).execute(db), { code });
    assert.deepEqual((await trialBalance(db)).mainTotal, { debitFen: 0, creditFen: 0 });
    assert.deepEqual(await ledgerFindings(db), []);
  });
}

test('even the owner meets the check at commit when lines do not balance', async (t) => {
  const { asOwner } = await someBooks(t);
  const byHand = asOwner(`
    with e as (insert into ledger.entries (ref, on_date, memo, digest) values ('x', '2026-11-23', 'x', '') returning entry_id)
    insert into ledger.lines (entry_id, line_no, account, debit_fen, credit_fen)
    select entry_id, no, '3001-09', 5, 0 from e, generate_series(1, 2) no`);
  await assert.rejects(byHand, { code: 'LB003' });
});

test('the writer of the books may not change them either', async (t) => {
  const { asOwner, book } = await someBooks(t);
  await book(payout('payout:1'));
  await assert.rejects(asOwner('set role miaodai_books; update ledger.lines set debit_fen = 1'), /permission denied/);
  await assert.rejects(asOwner('set role miaodai_books; delete from ledger.entries'), /permission denied/);
});

test('a snapshot of earlier is no ground to post on', async (t) => {
  const { db } = await someBooks(t);
  const late = db
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute((tx) => sql.raw(posting(`'x'`, `array['1303-01/a', '3001-09'], array[1, -1]`)).execute(tx));
  await assert.rejects(late, { code: 'LB009' });
});

const BREAKAGES: Record<string, [string, RegExp]> = {
  'a flipped amount': [`update ledger.lines set debit_fen = debit_fen + 1 where debit_fen > 0`, /^1: the main book/],
  'a lost line': [`delete from ledger.lines where credit_fen > 0`, /^2: entry payout:1 has 1 lines/],
  'a line added later': [
    `insert into ledger.lines (entry_id, line_no, account, debit_fen, credit_fen) select entry_id, 3, '3001-09', 1, 0 from ledger.entries`,
    /^2: line 3/,
  ],
  'a balance set by hand': [`update ledger.exact_accounts set balance_fen = 1`, /^3: account 1303-01\/loan-1/],
  'a version skipped': [
    `update ledger.lines set account_version = 2 where account_version = 1`,
    /^3: account 1303-01\/loan-1/,
  ],
  'a wrong running balance': [`update ledger.lines set balance_after_fen = 7 where account_version = 1`, /^4: line 1/],
  'a wrong fold': [`insert into ledger.folded values ('3001-09', 5)`, /^3: rolled account/],
  'another memo': [`update ledger.entries set memo = 'something else'`, /^19: entry payout:1/],
};
for (const [what, [statement, finding]] of Object.entries(BREAKAGES)) {
  test(`the books find ${what}`, async (t) => {
    const { db, book, asOwner } = await someBooks(t);
    await book(payout('payout:1'));
    await asOwner(statement);
    assert.ok((await ledgerFindings(db)).some((found) => finding.test(found)));
  });
}
