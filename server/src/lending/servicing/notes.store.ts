import { sql } from 'kysely';
import { fen, type Fen, type LoanId } from '@miaodai/values';
import type { Vault } from '../../platform/crypto/vault.ts';
import type { Db, Tx } from '../../platform/db/connect.ts';

const TABLE = 'servicing.loans';

/** What a loan is called and which account it is debited from; of one or five hundred. */
export async function notesOf(
  db: Db | Tx,
  vault: Vault,
  loanIds: readonly LoanId[],
): Promise<Map<LoanId, { loanNo: string; accountNo: string }>> {
  const rows = await db
    .selectFrom(TABLE)
    .select(['loan_id', 'loan_no', 'account_no_cipher'])
    .where('loan_id', '=', sql<string>`any(${[...new Set(loanIds)]}::uuid[])`)
    .execute();
  return new Map(
    rows.map((row) => [
      row.loan_id as LoanId,
      { loanNo: row.loan_no, accountNo: vault.open(`${TABLE}.account_no`, row.loan_id, row.account_no_cipher) },
    ]),
  );
}

/** Principal that is not repaid. */
export async function outstandingOf(db: Db | Tx, loanIds: readonly LoanId[]): Promise<Map<LoanId, Fen>> {
  const rows = await db
    .selectFrom(TABLE)
    .select(['loan_id', 'outstanding_fen'])
    .where('loan_id', '=', sql<string>`any(${[...new Set(loanIds)]}::uuid[])`)
    .execute();
  return new Map(rows.map((row) => [row.loan_id as LoanId, fen(row.outstanding_fen)]));
}
