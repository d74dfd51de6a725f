import { sql } from 'kysely';
import type { CopiedWorld } from '../exactly-once/copies.ts';

/** Everything that a night leaves behind, to the row; without what differs from run to run: made-up ids and moments. */
export async function outcomeOf({ db, transfersAtTheCore }: CopiedWorld): Promise<Record<string, unknown[]>> {
  const rows = async (query: ReturnType<typeof sql>) => (await query.execute(db)).rows;
  return {
    loans: await rows(sql`
      select loan_no, state, outstanding_fen, version, surplus_fen from servicing.loans order by loan_no`),
    positions: await rows(sql`
      select loan_no, running_no, accrued_fen, accrued_on, next_no, next_due_on, days_past_due, class, aged_on
      from servicing.positions join servicing.loans using (loan_id) order by loan_no`),
    instalments: await rows(sql`
      select loan_no, no, due_booked, paid_principal_fen, paid_interest_fen, paid_penalty_fen, settled_on
      from servicing.instalments join servicing.loans using (loan_id)
      where due_booked or settled_on is not null order by loan_no, no`),
    transactions: await rows(sql`
      select loan_no, type, via, effective_on, recorded_on, amount_fen, interest_fen, t.principal_fen, t.surplus_fen
      from servicing.transactions t join servicing.loans using (loan_id) order by loan_no, effective_on, type`),
    repayments: await rows(sql`
      select loan_no, via, r.state, amount_fen, least_fen, effective_on, booked_fen, booked_on, refusal_code
      from repayment.repayments r join servicing.loans using (loan_id) order by loan_no`),
    batches: await rows(sql`select debit_on, items, state from repayment.debit_batches`),
    ageing: await rows(sql`
      select business_on, product_code, from_days, class, loans, principal_fen
      from servicing.ageing order by business_on, product_code, from_days, class`),
    books: await rows(sql`
      select split_part(account, '/', 1) as code, loan_no, balance_fen, account.version
      from ledger.exact_accounts account
      join servicing.loans loan on loan.loan_id::text = split_part(account, '/', 2)
      order by code, loan_no`),
    entries: await rows(sql`select memo, on_date, count(*) as entries from ledger.entries group by 1, 2 order by 1, 2`),
    accrued: await rows(sql`
      select account, sum(debit_fen - credit_fen) as balance from ledger.lines
      where account_version is null group by 1 order by 1`),
    texts: await rows(sql`select kind, count(*) as texts from messages.messages group by 1 order by 1`),
    reminders: await rows(sql`select count(*) as reminders from reminders.reminders`),
    days: await rows(sql`select business_on from calendar.business_days order by 1`),
    steps: await rows(sql`
      select business_on, step_no, step, step.state, done, total
      from day_end.steps step join day_end.runs using (run_id) order by business_on, step_no`),
    findings: await rows(sql`select words from day_end.findings`),
    core: (await transfersAtTheCore())
      .map(({ amountFen, toAccountNo }) => ({ amountFen, toAccountNo }))
      .toSorted((a, b) => a.amountFen - b.amountFen || a.toAccountNo.localeCompare(b.toAccountNo)),
  };
}
