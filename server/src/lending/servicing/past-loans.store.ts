import { sql } from 'kysely';
import type { BusinessDate, CustomerId } from '@miaodai/values';
import type { Db, Tx } from '../../platform/db/connect.ts';

export type PastLoans = { openLoans: number; outstandingFen: number; overdueDays: number };

/** What a customer owes the bank, also where it has been written off, and for how long the oldest instalment is late. */
export async function pastLoans(tx: Tx | Db, customerId: CustomerId, on: BusinessDate): Promise<PastLoans> {
  const { rows } = await sql<PastLoans>`
    select count(*)::int as "openLoans",
           coalesce(sum(loan.outstanding_fen + loan.written_off_fen), 0)::bigint as "outstandingFen",
           coalesce(max(${on}::date - late.due_on), 0)::int as "overdueDays"
    from servicing.loans loan
    left join lateral (
      select min(due_on) as due_on
      from servicing.instalments
      where instalments.loan_id = loan.loan_id
        and settled_on is null
        and due_on < ${on}
        and principal_fen + interest_fen > discount_fen
    ) late on true
    where loan.customer_id = ${customerId}
      and loan.state <> 'closed'`.execute(tx);
  return rows[0] as PastLoans;
}
