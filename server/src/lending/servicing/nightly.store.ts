import { sql } from 'kysely';
import { fen, type BusinessDate, type Fen, type LoanId } from '@miaodai/values';
import type { Db, Tx } from '../../platform/db/connect.ts';

// Statements over ranges of loans, by the index of their ids and so in the order in which everybody locks them.

export type Range = { first: LoanId; last: LoanId; loans: number; isLast: boolean };
type Wanted = { after: string | null; limit: number };

/** Everything has a range that follows it. */
const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

/** The next positions of which an instalment runs, or something is due. */
export async function nextRange(tx: Tx | Db, { after, limit }: Wanted): Promise<Range | undefined> {
  const { rows } = await sql<Range>`
    select (array_agg(loan_id order by loan_id))[1] as first,
           (array_agg(loan_id order by loan_id desc))[1] as last,
           count(*)::int as loans,
           count(*) < ${limit} as "isLast"
    from (
      select loan_id
      from servicing.positions
      where loan_id > ${after ?? BEFORE_ALL}
        and (next_no is not null or running_no is not null or days_past_due > 0)
      order by loan_id
      limit ${limit}
    ) next
    having count(*) > 0`.execute(tx);
  return rows[0];
}

export async function countPositions(tx: Tx | Db): Promise<number> {
  const { rows } = await sql<{ loans: number }>`
    select count(*)::int as loans
    from servicing.positions
    where next_no is not null or running_no is not null or days_past_due > 0`.execute(tx);
  return rows[0]?.loans ?? 0;
}

export async function countFallingDue(tx: Tx | Db, on: BusinessDate): Promise<number> {
  const { rows } = await sql<{ loans: number }>`
    select count(*)::int as loans
    from servicing.positions
    where running_due_on <= ${on}`.execute(tx);
  return rows[0]?.loans ?? 0;
}

/** Many rows of a table that lies in the order of their ids: no other way through it keeps to that order. */
export const byTheIndex = (tx: Tx) =>
  sql`select set_config('enable_seqscan', 'off', true), set_config('enable_bitmapscan', 'off', true)`.execute(tx);

/** Writes down what has accrued up to a day (exclusive). @returns by how much that is more than what was written before. */
export async function accrueRange(tx: Tx, { first, last }: Range, through: BusinessDate): Promise<Fen> {
  const { rows } = await sql<{ change: number }>`
    with accrued as (
      update servicing.positions
      set accrued_fen = servicing.accrued(
            annual_rate_ppm, day_count, running_opening_fen, running_interest_fen, running_from, running_due_on, ${through}),
          accrued_on = ${through}
      where loan_id between ${first} and ${last}
        and running_no is not null
        and accrued_on < ${through}
      returning new.accrued_fen - old.accrued_fen as change
    )
    select coalesce(sum(change), 0)::bigint as change
    from accrued`.execute(tx);
  return fen(rows[0]?.change ?? 0);
}

export type AgeingRules = {
  /** By product: from how many days past due on a loan is of a class. */
  classes: readonly { product_code: string; class: string; from_days: number }[];
  /** First days of the buckets. */
  buckets: readonly number[];
};

/** How late loans are as a day begins: written where it has changed, and counted by product, bucket and class. */
export async function ageRange(
  tx: Tx,
  { first, last }: Range,
  on: BusinessDate,
  { classes, buckets }: AgeingRules,
): Promise<void> {
  const days = sql`greatest(0, ${on}::date - coalesce(position.next_due_on, ${on}::date))`;
  const classed = sql`
    case when position.next_due_on < ${on} then coalesce((
      select rule.class
      from jsonb_to_recordset(${JSON.stringify(classes)}::jsonb) as rule (product_code text, class text, from_days int)
      where rule.product_code = position.product_code and rule.from_days <= ${days}
      order by rule.from_days desc
      limit 1
    ), 'normal') else 'normal' end`;
  // What somebody pays meanwhile counts: each row is judged by what it holds when it is written.
  await sql`
    update servicing.positions position
    set days_past_due = ${days}, class = ${classed}, aged_on = ${on}
    where loan_id between ${first} and ${last}
      and (position.days_past_due > 0 or position.class <> 'normal' or position.next_due_on < ${on})
      and (position.days_past_due, position.class) is distinct from (${days}, ${classed})`.execute(tx);
  // A loan of which nothing is late or paid ahead owes what its running instalment opens with.
  await sql`
    insert into servicing.ageing (business_on, product_code, from_days, class, loans, principal_fen)
    select ${on}, position.product_code,
           case when position.days_past_due = 0 then 0 else coalesce((
             select max(from_days) from unnest(${[...buckets]}::int[]) as from_days where from_days <= position.days_past_due
           ), 0) end,
           position.class, count(*),
           sum(case when position.next_no = position.running_no then position.running_opening_fen
             else (select outstanding_fen from servicing.loans where loans.loan_id = position.loan_id) end)
    from servicing.positions position
    where loan_id between ${first} and ${last}
      and position.next_no is not null
    group by 2, 3, 4
    on conflict (business_on, product_code, from_days, class) do update
      set loans = ageing.loans + excluded.loans, principal_fen = ageing.principal_fen + excluded.principal_fen`.execute(
    tx,
  );
}

export type AssetClass = 'normal' | 'special-mention' | 'substandard' | 'doubtful' | 'loss';
export type AgeingRow = { productCode: string; fromDays: number; class: AssetClass; loans: number; principalFen: Fen };

/** As of the beginning of the latest day that was counted. */
export async function readAgeing(db: Db): Promise<{ on: BusinessDate | null; rows: AgeingRow[] }> {
  const { rows } = await sql<AgeingRow & { on: BusinessDate }>`
    select business_on as on, product_code as "productCode", from_days as "fromDays", class, loans, principal_fen as "principalFen"
    from servicing.ageing
    where business_on = (select max(business_on) from servicing.ageing)
    order by product_code, from_days, class`.execute(db);
  return { on: rows[0]?.on ?? null, rows };
}

export async function countDue(tx: Tx | Db, on: BusinessDate): Promise<number> {
  const { rows } = await sql<{ loans: number }>`
    select count(*)::int as loans
    from servicing.positions
    where next_due_on <= ${on}`.execute(tx);
  return rows[0]?.loans ?? 0;
}
