import { sql } from 'kysely';
import { fen, ratePpm, type BusinessDate, type Fen, type RatePpm } from '@miaodai/values';
import type { Db, Tx } from '../../platform/db/connect.ts';

/** How far an officer of a level may go; a lower rate than the least, like a higher amount, is for the next level. */
export type Authority = { level: number; maxAmountFen: Fen; minRatePpm: RatePpm; maxTermMonths: number };

/** The authorities that hold on a day for a product at a branch, lowest level first; a branch's own row goes before the bank's. */
export async function authoritiesFor(
  tx: Tx | Db,
  productCode: string,
  branchCode: string,
  on: BusinessDate,
): Promise<Authority[]> {
  const { rows } = await sql<{ level: number; amount: number; rate: number; term: number }>`
    select distinct on (level) level, max_amount_fen as amount, min_rate_ppm as rate, max_term_months as term
    from staff.authorities
    where product_code = ${productCode} and branch_code in (${branchCode}, '*') and effective_from <= ${on}
    order by level, branch_code = '*', effective_from desc`.execute(tx);
  return rows.map(({ level, amount, rate, term }) => ({
    ...{ level, maxAmountFen: fen(amount), minRatePpm: ratePpm(rate), maxTermMonths: term },
  }));
}
