import { ZERO, type BusinessDate, type Fen } from '@miaodai/values';
import { CHART, type Account, type ChartRow } from './chart-of-accounts.ts';
import { BooksRefused } from './refusal.ts';

export type Line = { account: Account; debitFen: Fen; creditFen: Fen };
/** One business fact in the books. `ref` is unique, so the same fact books once. */
export type Entry = { ref: string; on: BusinessDate; memo: string; lines: Line[] };

export const debit = (account: Account, amount: Fen): Line => ({ account, debitFen: amount, creditFen: ZERO });
export const credit = (account: Account, amount: Fen): Line => ({ account, debitFen: ZERO, creditFen: amount });

/** The chart's row of an account. @throws BooksRefused where there is none, or the account is not in its form. */
export function chartRow(account: Account): ChartRow {
  const [code, whose] = account.split('/');
  const row = ROWS.get(code ?? '');
  const wellFormed = row?.kind === 'exact' ? /^[A-Za-z0-9-]{1,64}$/.test(whose ?? '') : whose === undefined;
  if (!row || !wellFormed || account.split('/').length > 2)
    throw new BooksRefused('unknown-account', `no such account: ${account}`);
  return row;
}

/** @throws BooksRefused: an entry that breaks a rule is a bug of whoever built it. The database checks the same again. */
export function assertPostable(entry: Entry): void {
  if (!/^[A-Za-z0-9][A-Za-z0-9._:/-]{0,199}$/.test(entry.ref)) throw new BooksRefused('bad-text', `ref ${entry.ref}`);
  if (!/^\P{Cc}{1,500}$/u.test(entry.memo)) throw new BooksRefused('bad-text', `memo of ${entry.ref}`);
  // Off-balance lines are a book of their own, so each of the two balances by itself.
  const sums = { main: 0n, memo: 0n };
  for (const line of entry.lines) {
    sums[chartRow(line.account).type === 'memo' ? 'memo' : 'main'] += BigInt(signedAmount(entry.ref, line));
  }
  if (entry.lines.length < 2 || sums.main !== 0n || sums.memo !== 0n)
    throw new BooksRefused('unbalanced', `entry ${entry.ref} does not balance`);
}

/**
 * A debit positive, a credit negative, in the order of the accounts: that of all locks, so that two entries never wait for each
 * other. On one account what adds comes first, so that no passing low breaks its rule.
 */
export function linesInOrder({ ref, lines }: Entry): { account: Account; amount: number }[] {
  return lines
    .map((line) => ({ account: line.account, amount: signedAmount(ref, line), sign: sign(line.account) }))
    .toSorted((a, b) =>
      a.account < b.account ? -1 : a.account > b.account ? 1 : b.amount * b.sign - a.amount * a.sign,
    )
    .map(({ account, amount }) => ({ account, amount }));
}

const sign = (account: Account): 1 | -1 => (chartRow(account).normalSide === 'debit' ? 1 : -1);

function signedAmount(ref: string, { debitFen, creditFen }: Line): number {
  const oneSided = (debitFen === 0) !== (creditFen === 0);
  const whole = Number.isSafeInteger(debitFen) && Number.isSafeInteger(creditFen) && debitFen >= 0 && creditFen >= 0;
  if (!oneSided || !whole) throw new BooksRefused('bad-amount', `entry ${ref}: debit ${debitFen}, credit ${creditFen}`);
  return debitFen - creditFen;
}

const ROWS = new Map(CHART.map((row) => [row.code, row]));
