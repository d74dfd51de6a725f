import { isBusinessDate, PPM, type BusinessDate, type Fen, type RatePpm } from '@miaodai/values';
import { checkConvention, type Convention } from './convention.ts';
import { firstDueOn, dueOn, isOnDueDay } from './due-dates.ts';
import { demand } from './errors.ts';

/** equal-instalment 等额本息, equal-principal 等额本金, interest-only 先息后本 (principal with the last instalment). */
export type Method = 'equal-instalment' | 'equal-principal' | 'interest-only';
export const METHODS: readonly Method[] = ['equal-instalment', 'equal-principal', 'interest-only'];

/** What a contract says about repayment: everything the engine needs, and nothing that changes while the loan lives. */
export type Terms = {
  method: Method;
  principalFen: Fen;
  annualRatePpm: RatePpm;
  /** Monthly instalments. */
  periods: number;
  convention: Convention;
  disbursedOn: BusinessDate;
  /** Day of the month, 1–31; a shorter month takes its last day. Without it the first due date's or the payout's day. */
  dueDay?: number;
  /** Makes the first period short or long. Without it the due day of the month after the payout. */
  firstDueOn?: BusinessDate;
};

export const MAX_PRINCIPAL_FEN = 1_000_000_000_000;
export const MAX_PERIODS = 600;
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
