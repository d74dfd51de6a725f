/**
 * One engine for every number that a loan is made of: the quote on the phone, the schedule in the contract, the
 * ledger's interest, the pay-off figure and the annual rates. Pure: it runs in the browser as on the server.
 * Held always: principal parts sum to the loan, nothing is negative, the balance never rises and ends at zero, every
 * row's total is its principal and interest. Amounts are whole fen, rates ppm a year, days business dates.
 * Formulas, conventions and their sources: docs/loan-math.md.
 */
export { annualRatesOf, effectiveRatePpm, MAX_ANNUAL_RATE_PPM, nominalRatePpm } from './annual-rate.ts';
export { conventionFor, DAY_COUNTS, type Convention, type DayCount } from './convention.ts';
export { dueOn, firstDueOn } from './due-dates.ts';
export { LoanMathError, type LoanMathCode } from './errors.ts';
export { flowsOf, type Flow } from './flows.ts';
export { growthOver, interestFor, interestToDay, daysOf, type Period } from './interest.ts';
export { levelPayment } from './level-payment.ts';
export { accruedInterest, interestBorne, NOTHING_PAID, payOffFigure, type Paid } from './pay-off.ts';
export { periodsOf, schedule, schedulesOf, type Schedule, type ScheduleRow } from './schedule.ts';
export { checkTerms } from './check-terms.ts';
export {
  capped,
  exactYuan,
  workingOf,
  workingOfDays,
  workingToDay,
  yearDaysOf,
  type InterestWorking,
} from './workings.ts';
export { MAX_PERIODS, MAX_PRINCIPAL_FEN, METHODS, type Method, type Terms } from './terms.ts';
