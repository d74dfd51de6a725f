import { sql } from 'kysely';
import type { BusinessDate, Fen, LoanId } from '@miaodai/values';
import type { Tx } from '../../platform/db/connect.ts';
import type { Instalment } from './book.rules.ts';
import type { Position, ServicedLoan } from './loan.rules.ts';

// Of one loan or of five hundred: each a statement, however many rows.

type OfLoan<T> = { loanId: LoanId } & T;

const COLUMNS = sql`
  loan_id, no, kind, period_no, from_on, due_on, days, opening_fen, principal_fen, interest_fen, discount_fen, balance_fen,
  paid_principal_fen, paid_interest_fen, penalty_fen, penalty_through, paid_penalty_fen, due_booked, settled_on`;

/** Of the new plan as one value, so that every length of plan is the same statement. */
export async function insertRows(tx: Tx, rows: readonly OfLoan<Instalment>[]): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    insert into servicing.instalments (${COLUMNS})
    select "loanId", no, kind, "periodNo", "fromOn", "dueOn", days, "openingFen", "principalFen", "interestFen", "discountFen",
      "balanceFen", "paidPrincipalFen", "paidInterestFen", "penaltyFen", "penaltyThrough", "paidPenaltyFen", "dueBooked", "settledOn"
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row (
      "loanId" uuid, no int, kind text, "periodNo" int, "fromOn" date, "dueOn" date, days int, "openingFen" bigint,
      "principalFen" bigint, "interestFen" bigint, "discountFen" bigint, "balanceFen" bigint, "paidPrincipalFen" bigint,
      "paidInterestFen" bigint, "penaltyFen" bigint, "penaltyThrough" date, "paidPenaltyFen" bigint, "dueBooked" boolean,
      "settledOn" date)`.execute(tx);
}

/** What has been paid of rows that stay, and what stands in the books of them. */
export async function updateRows(tx: Tx, rows: readonly OfLoan<Instalment>[]): Promise<void> {
  if (rows.length === 0) return;
  const values = rows.map((row) => ({
    ...{ loan: row.loanId, no: row.no, discount: row.discountFen, principal: row.paidPrincipalFen },
    ...{ interest: row.paidInterestFen, penalty: row.penaltyFen, through: row.penaltyThrough },
    ...{ paid: row.paidPenaltyFen, due: row.dueBooked, settled: row.settledOn },
  }));
  await sql`
    update servicing.instalments row
    set discount_fen = new.discount, paid_principal_fen = new.principal, paid_interest_fen = new.interest,
      penalty_fen = new.penalty, penalty_through = new.through, paid_penalty_fen = new.paid, due_booked = new.due,
      settled_on = new.settled
    from jsonb_to_recordset(${JSON.stringify(values)}::jsonb) as new (
      loan uuid, no int, discount bigint, principal bigint, interest bigint, penalty bigint, through date, paid bigint,
      due boolean, settled date)
    where row.loan_id = new.loan and row.no = new.no`.execute(tx);
}

/** What a new plan takes the place of. */
export async function deleteRows(tx: Tx, from: readonly OfLoan<{ no: number }>[]): Promise<void> {
  if (from.length === 0) return;
  await sql`
    delete from servicing.instalments row
    using jsonb_to_recordset(${JSON.stringify(from)}::jsonb) as gone ("loanId" uuid, no int)
    where row.loan_id = gone."loanId" and row.no >= gone.no`.execute(tx);
}

export type PastPlan = OfLoan<{ endedOn: BusinessDate; transactionId: string; rows: readonly Instalment[] }>;
export async function insertPastPlans(tx: Tx, plans: readonly PastPlan[]): Promise<void> {
  if (plans.length === 0) return;
  await sql`
    insert into servicing.past_plans (loan_id, plan_no, ended_on, transaction_id, rows)
    select "loanId",
      1 + (select count(*) from servicing.past_plans before where before.loan_id = past."loanId"),
      "endedOn", "transactionId", rows
    from jsonb_to_recordset(${JSON.stringify(plans)}::jsonb) as past (
      "loanId" uuid, "endedOn" date, "transactionId" uuid, rows jsonb)`.execute(tx);
}

export async function updatePositions(tx: Tx, positions: readonly OfLoan<Position>[]): Promise<void> {
  if (positions.length === 0) return;
  const values = positions.map(({ loanId, running, next, accruedFen, accruedOn, daysPastDue }) => ({
    ...{ loan: loanId, running_no: running?.no, running_from: running?.fromOn, running_due_on: running?.dueOn },
    ...{ opening: running?.openingFen, interest: running?.interestFen, accrued: accruedFen, accrued_on: accruedOn },
    ...{ next_no: next?.no, next_due_on: next?.dueOn, days: daysPastDue },
  }));
  await sql`
    update servicing.positions position
    set running_no = new.running_no, running_from = new.running_from, running_due_on = new.running_due_on,
      running_opening_fen = new.opening, running_interest_fen = new.interest, accrued_fen = new.accrued,
      accrued_on = new.accrued_on, next_no = new.next_no, next_due_on = new.next_due_on, days_past_due = new.days,
      class = case when new.days = 0 then 'normal' else position.class end
    from jsonb_to_recordset(${JSON.stringify(values)}::jsonb) as new (
      loan uuid, running_no int, running_from date, running_due_on date, opening bigint, interest bigint, accrued bigint,
      accrued_on date, next_no int, next_due_on date, days int)
    where position.loan_id = new.loan`.execute(tx);
}

export type LoanAfter = OfLoan<
  Pick<ServicedLoan, 'state' | 'outstandingFen' | 'writtenOffFen' | 'maturesOn' | 'closedOn'> & { surplusFen: Fen }
>;
/** With the next version. */
export async function updateLoans(tx: Tx, loans: readonly LoanAfter[]): Promise<void> {
  await sql`
    update servicing.loans loan
    set state = new.state, outstanding_fen = new."outstandingFen", written_off_fen = new."writtenOffFen",
      surplus_fen = new."surplusFen", matures_on = new."maturesOn", closed_on = new."closedOn", version = loan.version + 1
    from jsonb_to_recordset(${JSON.stringify(loans)}::jsonb) as new (
      "loanId" uuid, state text, "outstandingFen" bigint, "writtenOffFen" bigint, "surplusFen" bigint, "maturesOn" date,
      "closedOn" date)
    where loan.loan_id = new."loanId"`.execute(tx);
}
