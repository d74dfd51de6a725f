import { isBusinessDate, PPM, type BusinessDate } from '@miaodai/values';
import { checkConvention } from './convention.ts';
import { dueOn, firstDueOn, isOnDueDay } from './due-dates.ts';
import { demand } from './errors.ts';
import { MAX_PERIODS, MAX_PRINCIPAL_FEN, METHODS, type Terms } from './terms.ts';

export const EARLIEST_DAY = '1900-01-01' as BusinessDate;
export const LATEST_DAY = '2299-12-31' as BusinessDate;

/** @throws LoanMathError with the path of the first value that is not in order. */
export function checkTerms(terms: Terms): void {
  demand(METHODS.includes(terms.method), 'unknown-method', 'method', `one of ${METHODS.join(', ')}`);
  wholeNumber(terms.principalFen, 1, MAX_PRINCIPAL_FEN, 'principal-out-of-range', 'principalFen');
  wholeNumber(terms.annualRatePpm, 0, PPM, 'rate-out-of-range', 'annualRatePpm');
  wholeNumber(terms.periods, 1, MAX_PERIODS, 'periods-out-of-range', 'periods');
  checkConvention(terms.convention);
  checkDay(terms.disbursedOn, 'disbursedOn');
  if (terms.dueDay !== undefined) wholeNumber(terms.dueDay, 1, 31, 'due-day-out-of-range', 'dueDay');
  if (terms.firstDueOn !== undefined) checkFirstDue(terms.disbursedOn, terms.firstDueOn, terms.dueDay);
  demand(firstDueOn(terms) <= LATEST_DAY, 'date-out-of-range', 'disbursedOn', `due dates end by ${LATEST_DAY}`);
  demand(dueOn(terms, terms.periods) <= LATEST_DAY, 'date-out-of-range', 'periods', `due dates end by ${LATEST_DAY}`);
}

/** @throws LoanMathError unless a day of the calendar between 1900 and 2299. */
export function checkDay(day: BusinessDate, path: string): void {
  demand(isBusinessDate(day), 'not-a-date', path, "a day of the calendar as 'YYYY-MM-DD'");
  const inRange = day >= EARLIEST_DAY && day <= LATEST_DAY;
  demand(inRange, 'date-out-of-range', path, `from ${EARLIEST_DAY} to ${LATEST_DAY}`);
}

function checkFirstDue(disbursedOn: BusinessDate, first: BusinessDate, dueDay: number | undefined): void {
  checkDay(first, 'firstDueOn');
  demand(first > disbursedOn, 'first-due-not-after-payout', 'firstDueOn', `after disbursedOn, ${disbursedOn}`);
  if (dueDay === undefined) return;
  demand(isOnDueDay(first, dueDay), 'first-due-off-due-day', 'firstDueOn', `on due day ${dueDay} of its month`);
}

type RangeCode = 'principal-out-of-range' | 'rate-out-of-range' | 'periods-out-of-range' | 'due-day-out-of-range';

function wholeNumber(value: number, from: number, to: number, code: RangeCode, path: string): void {
  demand(Number.isSafeInteger(value) && value >= from && value <= to, code, path, `a whole number ${from} to ${to}`);
}
