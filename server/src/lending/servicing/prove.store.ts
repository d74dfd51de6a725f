import { sql } from 'kysely';
import { fen, type Fen, type LoanId } from '@miaodai/values';
import type { Db, Tx } from '../../platform/db/connect.ts';
import type { Range } from './nightly.store.ts';

/** What servicing says that the books should hold, by account. */
export async function sumsOfLoans(db: Tx): Promise<Record<string, Fen>> {
  const { rows } = await sql<{ code: string; sum: number }>`
    with loans as (
      select coalesce(sum(outstanding_fen), 0) as outstanding, coalesce(sum(surplus_fen), 0) as surplus,
             coalesce(sum(written_off_fen), 0) as written_off
      from servicing.loans
    ), due as (
      select coalesce(sum(row.interest_fen - row.discount_fen - row.paid_interest_fen), 0) as interest
      from servicing.instalments row
      join servicing.loans loan using (loan_id)
      where row.due_booked and row.settled_on is null and loan.state <> 'written-off'
    ), discounted as (
      select coalesce(sum(discount_fen), 0) as discount
      from servicing.instalments
      where discount_fen > 0 and due_booked
    ), accrued as (
      select coalesce(sum(accrued_fen), 0) as accrued from servicing.positions
    )
    select code, sum::bigint as sum
    from loans, due, discounted, accrued, lateral (values
      ('1303-01', loans.outstanding),
      ('1132-01', due.interest),
      ('1132-02', discounted.discount),
      ('1132-03', accrued.accrued),
      ('2241-01', loans.surplus),
      ('9002-01', loans.written_off)
    ) as sums (code, sum)`.execute(db);
  return Object.fromEntries(rows.map((row) => [row.code, fen(row.sum)]));
}

/** Loans whose position or balance is not what their instalments say, of a range; at most a few. */
export async function loansThatDisagree(tx: Tx | Db, { first, last }: Range): Promise<LoanId[]> {
  const { rows } = await sql<{ loanId: LoanId }>`
    select position.loan_id as "loanId"
    from servicing.positions position
    join servicing.loans loan on loan.loan_id = position.loan_id
    join (
      select loan_id,
             min(no) filter (where settled_on is null and principal_fen + interest_fen - discount_fen > 0) as next_no,
             min(no) filter (where not due_booked) as running_no,
             sum(principal_fen - paid_principal_fen) as unpaid_fen
      from servicing.instalments
      where loan_id between ${first} and ${last}
      group by loan_id
    ) plan on plan.loan_id = position.loan_id
    where position.loan_id between ${first} and ${last}
      and loan.state = 'active'
      and (position.next_no, position.running_no, loan.outstanding_fen)
        is distinct from (plan.next_no, plan.running_no, plan.unpaid_fen)
    limit 20`.execute(tx);
  return rows.map(({ loanId }) => loanId);
}
