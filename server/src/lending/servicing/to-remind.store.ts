import { sql } from 'kysely';
import type { BusinessDate, LoanId } from '@miaodai/values';
import type { Tx } from '../../platform/db/connect.ts';

/**
 * Active loans whose running instalment falls due on one of some days and is not paid ahead, or whose oldest unpaid one fell due on one of
 * others; in the order of their ids.
 */
export async function loansToRemind(
  tx: Tx,
  { dueOn, lateSince }: { dueOn: readonly BusinessDate[]; lateSince: readonly BusinessDate[] },
  { after, limit }: { after: LoanId | null; limit: number },
): Promise<LoanId[]> {
  const { rows } = await sql<{ id: LoanId }>`
    select position.loan_id as id
    from servicing.positions position
    join servicing.loans loan using (loan_id)
    where (
        (position.running_due_on = any(${[...dueOn]}::date[]) and position.next_no <= position.running_no)
        or position.next_due_on = any(${[...lateSince]}::date[])
      )
      and loan.state = 'active'
      and (${after}::uuid is null or position.loan_id > ${after}::uuid)
    order by position.loan_id
    limit ${limit}`.execute(tx);
  return rows.map(({ id }) => id);
}
