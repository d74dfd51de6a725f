import { Temporal } from 'temporal-polyfill';

/** A day in the bank's books, as 'YYYY-MM-DD'. It changes at day end, not at midnight. Compares as text. */
declare const dateBrand: unique symbol;
export type BusinessDate = string & { readonly [dateBrand]: true };

/** On a day that every month has: sure to be one without asking the calendar. */
const PLAIN = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|1\d|2[0-8])$/;

/** @throws RangeError where the text is not a day of the calendar in this very form. */
export function businessDate(text: string): BusinessDate {
  if (PLAIN.test(text)) return text as BusinessDate;
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) throw new RangeError(`not a date: ${text}`);
  Temporal.PlainDate.from(text); // Throws on 30 February.
  return text as BusinessDate;
}

export function isBusinessDate(text: string): text is BusinessDate {
  try {
    businessDate(text);
    return true;
  } catch {
    return false;
  }
}

export const addDays = (date: BusinessDate, days: number): BusinessDate => day(plain(date).add({ days }));

/** Same day n months later, or the last day of that month where it is shorter. */
export const addMonths = (date: BusinessDate, months: number): BusinessDate => day(plain(date).add({ months }));

/** The given day of that date's month, or the last one where the month is shorter. */
export const withDay = (date: BusinessDate, dayOfMonth: number): BusinessDate =>
  day(plain(date).with({ day: dayOfMonth }));

export const dayOfMonth = (date: BusinessDate): number => plain(date).day;
export const daysInMonth = (date: BusinessDate): number => plain(date).daysInMonth;

/** Negative where `to` is earlier. */
export const daysBetween = (from: BusinessDate, to: BusinessDate): number =>
  plain(from).until(plain(to), { largestUnit: 'day' }).days;

/** Whole months from one to the other; a clamped one is not whole (31 January to 28 February). Negative backwards. */
export const wholeMonthsBetween = (from: BusinessDate, to: BusinessDate): number =>
  plain(from).until(plain(to), { largestUnit: 'month' }).months;

/** Completed years of age on a day. */
export const yearsBetween = (from: BusinessDate, to: BusinessDate): number =>
  plain(from).until(plain(to), { largestUnit: 'year' }).years;

/** Schedules ask for the same few days again and again, and reading one costs more than counting with it. */
const KNOWN = new Map<string, Temporal.PlainDate>();
const MOST_KNOWN = 2_000;

function plain(date: BusinessDate): Temporal.PlainDate {
  const known = KNOWN.get(date);
  if (known) return known;
  if (KNOWN.size >= MOST_KNOWN) KNOWN.clear();
  const read = Temporal.PlainDate.from(date);
  KNOWN.set(date, read);
  return read;
}

const day = (date: Temporal.PlainDate): BusinessDate => date.toString() as BusinessDate;
