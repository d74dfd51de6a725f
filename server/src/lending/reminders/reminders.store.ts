import { sql } from 'kysely';
import type { BusinessDate, Instant, LoanId } from '@miaodai/values';
import type { Tx } from '../../platform/db/connect.ts';
import type { Reminder } from './reminders.rules.ts';

export type OfLoan = { loanId: LoanId } & Reminder;

/** Writes down what is told. @returns what had not been told before: two that remind at once tell each thing once. */
export async function insertReminders<R extends OfLoan>(
  tx: Tx,
  reminders: readonly R[],
  on: BusinessDate,
  now: Instant,
): Promise<R[]> {
  if (reminders.length === 0) return [];
  // In one order, so that two never wait for each other.
  const rows = reminders
    .map(({ loanId, kind, subject, days }) => ({ loan_id: loanId, kind, subject, days }))
    .toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  const { rows: fresh } = await sql<Row>`
    insert into reminders.reminders (loan_id, kind, subject, days, reminded_on, reminded_at)
    select row.loan_id, row.kind, row.subject, row.days, ${on}, ${now}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row (loan_id uuid, kind text, subject text, days int)
    on conflict do nothing
    returning loan_id, kind, subject, days`.execute(tx);
  const keys = new Set(fresh.map(keyOf));
  return reminders.filter(({ loanId, ...reminder }) => keys.has(keyOf({ loan_id: loanId, ...reminder })));
}

type Row = { loan_id: string; kind: string; subject: string; days: number };
const keyOf = ({ loan_id: loanId, kind, subject, days }: Row): string => `${loanId}/${kind}/${subject}/${days}`;
