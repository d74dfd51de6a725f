import { addMonths, dayOfMonth, daysInMonth, withDay, type BusinessDate } from '@miaodai/values';
import type { Terms } from './terms.ts';

export type DueDateTerms = Pick<Terms, 'disbursedOn' | 'dueDay' | 'firstDueOn'>;

/** The day of the month on which instalments fall due, 1–31, before any clamp. */
export const dueDayOf = (terms: DueDateTerms): number =>
  terms.dueDay ?? dayOfMonth(terms.firstDueOn ?? terms.disbursedOn);

/** The contract's first due date, else the due day of the month after the payout (次月还款日). */
export const firstDueOn = (terms: DueDateTerms): BusinessDate =>
  terms.firstDueOn ?? dueDayMonthsAfter(terms.disbursedOn, 1, dueDayOf(terms));

/**
 * When the instalment with this number (from 1) falls due. Always counted from the first due date's month and the due
 * day: chaining clamped dates would turn 31 January, 28 February into 28 March.
 */
export const dueOn = (terms: DueDateTerms, no: number): BusinessDate =>
  no === 1 ? firstDueOn(terms) : dueDayMonthsAfter(firstDueOn(terms), no - 1, dueDayOf(terms));

/** The due day in the month that lies so many months after (or, negative, before) the month of a date. */
export const dueDayMonthsAfter = (date: BusinessDate, months: number, dueDay: number): BusinessDate =>
  withDay(addMonths(withDay(date, 1), months), dueDay);

/** The due day itself, or the last day of a month that is too short for it. */
export const isOnDueDay = (date: BusinessDate, dueDay: number): boolean =>
  dayOfMonth(date) === Math.min(dueDay, daysInMonth(date));
