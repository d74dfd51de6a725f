import { conventionFor, type DayCount, type Method } from '@miaodai/loan-math';
import { plus, sum, type BusinessDate, type Fen, type RatePpm } from '@miaodai/values';
import { opened, ownInterest, type Discount } from './book.rules.ts';

type Product = { annualRatePpm: number; repaymentMethod: Method; dayCount: DayCount };

/** What rules would make of a loan of today that nobody has: the plan as a loan's own is made. */
export function samplePlan(
  { annualRatePpm, repaymentMethod: method, dayCount }: Product,
  loan: { principalFen: Fen; periods: number; disbursedOn: BusinessDate },
  discounts: readonly Discount[],
) {
  const { rows } = opened(
    {
      ...{ ...loan, annualRatePpm: annualRatePpm as RatePpm, method, convention: conventionFor(dayCount) },
      ...{ penaltyRatePpm: 0 as RatePpm, graceDays: 0, earlyFeePpm: 0 as RatePpm, allocation: [] },
    },
    discounts,
  );
  return {
    rows: rows.map((row, i) => ({
      ...{ periodNo: row.periodNo ?? i + 1, dueOn: row.dueOn, principalFen: row.principalFen },
      ...{ interestFen: row.interestFen, discountFen: row.discountFen },
      totalFen: plus(row.principalFen, ownInterest(row)),
    })),
    interestFen: sum(rows.map(({ interestFen }) => interestFen)),
    discountFen: sum(rows.map(({ discountFen }) => discountFen)),
  };
}
