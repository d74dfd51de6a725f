import { sql } from 'kysely';
import { fen } from '@miaodai/values';
import type { Db, Tx } from '../../platform/db/connect.ts';
import type { Paid } from './pay.rules.ts';

/** What repayments went to, by their own ids, as the fold says now; those that were taken back are not in it. */
export async function paidBy(db: Db | Tx, sourceIds: readonly string[]): Promise<Map<string, Paid>> {
  const rows = await db
    .selectFrom('servicing.transactions')
    .select(['source_id', 'penalty_fen', 'interest_fen', 'principal_fen', 'fee_fen', 'surplus_fen'])
    .where('source_id', '=', sql<string>`any(${[...new Set(sourceIds)]}::uuid[])`)
    .where('type', 'in', ['repayment', 'early-repayment'])
    .where('voided_by', 'is', null)
    .execute();
  return new Map(
    rows.map((row) => [
      row.source_id,
      {
        ...{ penaltyFen: fen(row.penalty_fen), interestFen: fen(row.interest_fen) },
        ...{ principalFen: fen(row.principal_fen), feeFen: fen(row.fee_fen), surplusFen: fen(row.surplus_fen) },
      },
    ]),
  );
}
