import { fen, minus, plus, sum, ZERO, type BusinessDate, type Fen } from '@miaodai/values';
import { dueDayOf } from './due-dates.ts';
import { demand } from './errors.ts';
import { interestToDay } from './interest.ts';
import type { Schedule } from './schedule.ts';

/** What has been repaid so far, in fen. */
export type Paid = { principalFen: Fen; interestFen: Fen };
export const NOTHING_PAID: Paid = { principalFen: ZERO, interestFen: ZERO };

/**
 * Interest (fen) borne since the last due date before `asOf` (or the payout), on the balance that the plan has then.
 * The payout day bears interest, the day asked about does not. On a due date it is that instalment's whole interest;
 * after the last due date it is 0.
 * @throws LoanMathError 'before-payout'.
 */
export function accruedInterest(plan: Schedule, asOf: BusinessDate): Fen {
  const { terms, rows } = plan;
  demand(asOf >= terms.disbursedOn, 'before-payout', 'asOf', `on or after the payout, ${terms.disbursedOn}`);
  const index = rows.findIndex((row) => asOf <= row.dueOn);
  const row = rows[index];
  if (row === undefined) return ZERO;
  const before = rows[index - 1];
  const balance = before?.balanceFen ?? terms.principalFen;
  const period = { from: before?.dueOn ?? terms.disbursedOn, to: row.dueOn, dueDay: dueDayOf(terms) };
  return interestToDay(balance, terms.annualRatePpm, period, asOf, terms.convention.dayCount);
}

/** All interest (fen) that the plan has borne from the payout to a day: due instalments' and the running period's. */
export function interestBorne(plan: Schedule, asOf: BusinessDate): Fen {
  const past = plan.rows.filter((row) => row.dueOn < asOf).map((row) => row.interestFen);
  return plus(sum(past), accruedInterest(plan, asOf));
}

/**
 * What it takes to close the loan on a day: all principal not yet repaid, and all interest borne to that day and not
 * yet paid. Holds for loans paid along the plan, late or in parts; penalties on late amounts and fees are not in it.
 * After a partial early repayment the rest is a new plan: ask that one.
 * @throws LoanMathError 'before-payout'; 'paid-out-of-range' where more principal was paid than lent, or less than none.
 */
export function payOffFigure(
  plan: Schedule,
  asOf: BusinessDate,
  paid: Paid = NOTHING_PAID,
): { principalFen: Fen; interestFen: Fen; totalFen: Fen } {
  const lent = plan.terms.principalFen;
  const inRange = paid.principalFen >= 0 && paid.principalFen <= lent && paid.interestFen >= 0;
  demand(inRange, 'paid-out-of-range', 'paid', `principal from 0 to ${lent}, interest from 0`);
  const principal = minus(lent, paid.principalFen);
  const interest = fen(Math.max(0, interestBorne(plan, asOf) - paid.interestFen));
  return { principalFen: principal, interestFen: interest, totalFen: plus(principal, interest) };
}
