import type { LoanId, Result } from '@miaodai/values';
import type { Context } from '../../platform/context.ts';
import type { Vault } from '../../platform/crypto/vault.ts';
import type { Db, Tx } from '../../platform/db/connect.ts';
import type { BusinessDate } from '@miaodai/values';
import type { Change, ChangedBy, Recalculation, RecalculationRefusal } from './loan.rules.ts';

/** Folds a loan anew from its first day with a fact taken back or put in, and books the difference as one entry `recalculated:<by.sourceId>`. */
export function recalculate(
  context: Context,
  vault: Vault,
  loanId: LoanId,
  change: Change,
  by: ChangedBy,
): Promise<Result<Recalculation, RecalculationRefusal>> {
  return Promise.reject(
    new Error(`${loanId} ${context.now} ${typeof vault} ${by.sourceId} ${typeof change}: being written`),
  );
}

/** The same without writing, as of a day. */
export function previewRecalculation(
  db: Db | Tx,
  loanId: LoanId,
  change: Change,
  today: BusinessDate,
): Promise<Result<Recalculation, RecalculationRefusal>> {
  return Promise.reject(new Error(`${loanId} ${typeof db} ${today} ${typeof change}: being written`));
}
