import { sql } from 'kysely';
import type { BusinessDate, LoanId, RatePpm } from '@miaodai/values';
import type { Db, Tx } from '../../platform/db/connect.ts';
import type { Discount } from './book.rules.ts';

type Row = { loanId: string; ratePpm: number; fromOn: BusinessDate; untilOn: BusinessDate | null };

/** What others pay of these loans' interest, by the rules in force; a loan that no rule is for has an empty list. */
export async function discountsOf(db: Db | Tx, loanIds: readonly LoanId[]): Promise<Map<LoanId, readonly Discount[]>> {
  const found = new Map<LoanId, readonly Discount[]>(loanIds.map((id) => [id, []]));
  if (loanIds.length === 0) return found;
  const { rows } = await sql<Row>`
    select loan.loan_id as "loanId", rule.discount_rate_ppm as "ratePpm", rule.from_on as "fromOn", rule.until_on as "untilOn"
    from servicing.discount_rules rule
    join servicing.loans loan
      on loan.product_code = rule.product_code
      and rule.branch_code in ('*', loan.branch_code)
      and rule.employer_code in ('*', loan.employer_code)
    where rule.state = 'published'
      and loan.loan_id = any(${loanIds}::uuid[])
    order by loan.loan_id, rule.from_on, rule.rule_id`.execute(db);
  for (const [id, rules] of Map.groupBy(rows, ({ loanId }) => loanId as LoanId)) found.set(id, rules.map(discount));
  return found;
}

/** The same for a loan that is only being opened. */
export async function discountsFor(
  db: Db | Tx,
  loan: { productCode: string; branchCode: string; employerCode: string | null },
): Promise<readonly Discount[]> {
  const { rows } = await sql<Omit<Row, 'loanId'>>`
    select discount_rate_ppm as "ratePpm", from_on as "fromOn", until_on as "untilOn"
    from servicing.discount_rules
    where state = 'published'
      and product_code = ${loan.productCode}
      and branch_code in ('*', ${loan.branchCode})
      and employer_code in ('*', coalesce(${loan.employerCode}, '*'))
    order by from_on, rule_id`.execute(db);
  return rows.map(discount);
}

const discount = ({ ratePpm, fromOn, untilOn }: Omit<Row, 'loanId'>): Discount => ({
  ...{ ratePpm: ratePpm as RatePpm, fromOn, untilOn },
});
