import { fen, minus, negate, plus, ZERO, type BusinessDate, type Fen } from '@miaodai/values';
import type { Db, Tx } from '../platform/db/connect.ts';
import { CHART, type Account, type AccountType } from './chart-of-accounts.ts';
import { chartRow } from './ledger.rules.ts';
import { exactBalance, exactBalances, foldRolledLines, lineSums, rolledBalance } from './ledger.store.ts';

/** On the account's normal side: positive where it stands as expected. An account that nothing was ever posted to has 0. */
export async function balance(db: Db | Tx, account: Account): Promise<Fen> {
  const { kind, normalSide } = chartRow(account);
  if (kind === 'exact') return exactBalance(db, account);
  const onDebitSide = await rolledBalance(db, account);
  return normalSide === 'debit' ? onDebitSide : negate(onDebitSide);
}

/** Of a whole code, on its normal side: the sum of all that is kept by loan, contract…; quick, for it reads no lines. */
export const controlBalance = (db: Db | Tx, code: string): Promise<Fen> =>
  CHART.some((row) => row.code === code && row.kind === 'exact')
    ? exactBalances(db, code)
    : balance(db, code as Account);

export type TrialBalanceLine = {
  code: string;
  nameZh: string;
  nameEn: string;
  type: AccountType;
  debitFen: Fen;
  creditFen: Fen;
  /** On the normal side of the code. */
  balanceFen: Fen;
};
export type TrialBalance = { lines: TrialBalanceLine[]; mainTotal: Totals; memoTotal: Totals };
export type Totals = { debitFen: Fen; creditFen: Fen };

/** All that was ever debited and credited by code, up to a day or to now; from the lines alone. */
export async function trialBalance(db: Db | Tx, on?: BusinessDate): Promise<TrialBalance> {
  const sums = new Map((await lineSums(db, on ?? null)).map((row) => [row.code, row]));
  const lines = CHART.map(({ code, nameZh, nameEn, type, normalSide }): TrialBalanceLine => {
    const { debitFen, creditFen } = sums.get(code) ?? { debitFen: ZERO, creditFen: ZERO };
    const onDebitSide = minus(debitFen, creditFen);
    const balanceFen = normalSide === 'debit' ? onDebitSide : negate(onDebitSide);
    return { code, nameZh, nameEn, type, debitFen, creditFen, balanceFen };
  });
  return {
    lines,
    mainTotal: totals(lines.filter(({ type }) => type !== 'memo')),
    memoTotal: totals(lines.filter(({ type }) => type === 'memo')),
  };
}

/** Adds the settled lines of rolled accounts up, so that reading a balance stays quick. Any node may run it at any time. */
export const foldRolled = (db: Db): Promise<number> => foldRolledLines(db);

const totals = (lines: readonly TrialBalanceLine[]): Totals => ({
  debitFen: lines.map(({ debitFen }) => debitFen).reduce(plus, fen(0)),
  creditFen: lines.map(({ creditFen }) => creditFen).reduce(plus, fen(0)),
});
