import type { BusinessDate, LoanId } from '@miaodai/values';
import type { Vault } from '../../platform/crypto/vault.ts';
import type { Db, Tx } from '../../platform/db/connect.ts';
import type { BookOfLoan, LockedLoan } from './loan.rules.ts';

/**
 * Positions and loans, locked in the order of ids, with what is not settled of their plans. `dueBy`: of the plan only what is due up
 * to that day and the running instalment, where hundreds of loans are looked at for what is due.
 */
export function lockBooks(
  tx: Tx,
  vault: Vault,
  ids: readonly LoanId[],
  options: { dueBy?: BusinessDate } = {},
): Promise<Map<LoanId, LockedLoan>> {
  return Promise.reject(new Error(`${ids.length} ${typeof vault} ${typeof tx} ${options.dueBy}: being written`));
}

/** Without a lock; `all`: with settled instalments. */
export function readBook(db: Db | Tx, id: LoanId, options: { all?: true } = {}): Promise<BookOfLoan | undefined> {
  return Promise.reject(new Error(`${id} ${typeof db} ${options.all}: being written`));
}

/** Active loans of which something is due on or before a day, in the order of their ids. */
export function dueLoans(
  tx: Tx,
  { on, after, limit }: { on: BusinessDate; after: LoanId | null; limit: number },
): Promise<LoanId[]> {
  return Promise.reject(new Error(`${on} ${after} ${limit} ${typeof tx}: being written`));
}
