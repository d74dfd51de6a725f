import type { BusinessDate, LoanId } from '@miaodai/values';
import type { Db, Tx } from '../../platform/db/connect.ts';
import type { LoanTransaction, TransactionType } from './loan.rules.ts';

type Asked = {
  types?: readonly TransactionType[];
  from?: BusinessDate;
  to?: BusinessDate;
  page: number;
  pageSize: number;
};
/** Latest day of effect first; days both included; pages count from 1. */
export function transactionsOf(
  db: Db | Tx,
  loanId: LoanId,
  asked: Asked,
): Promise<{ total: number; transactions: LoanTransaction[] }> {
  return Promise.reject(new Error(`${loanId} ${typeof db} ${asked.page}: being written`));
}
