import { sql } from 'kysely';
import type { BusinessDate, CustomerId } from '@miaodai/values';
import type { Db, Tx } from '../../platform/db/connect.ts';

export type PastLoans = { openLoans: number; outstandingFen: number; overdueDays: number };

/** What a customer owes the bank, and for how long the oldest instalment is late: more is owed than the schedule leaves after it. */
export async function pastLoans(tx: Tx | Db, customerId: CustomerId, on: BusinessDate): Promise<PastLoans> {
  const { rows } = await sql<{ openLoans: number; outstandingFen: number; overdueDays: number }>`
    select count(*)::int as "openLoans",
           coalesce(sum(loan.outstanding_fen), 0)::bigint as "outstandingFen",
           coalesce(max(${on}::date - late.due_on), 0)::int as "overdueDays"
    from servicing.loans loan
    left join lateral (
      select min(instalment.due_on) as due_on
      from servicing.instalments instalment
      where instalment.loan_id = loan.loan_id
        and instalment.due_on < ${on}
        and instalment.balance_fen < loan.outstanding_fen
    ) late on true
    where loan.customer_id = ${customerId}
      and loan.state = 'active'`.execute(tx);
  return rows[0] as PastLoans;
}
