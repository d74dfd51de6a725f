import { daysBetween, share, type BusinessDate, type Fen, type RatePpm } from '@miaodai/values';
import type { DayCount } from './convention.ts';
import { dueDayMonthsAfter, isOnDueDay } from './due-dates.ts';

/** A stretch of time that bears interest: `from` does, `to` does not (算头不算尾). `dueDay` is what months count by. */
export type Period = { from: BusinessDate; to: BusinessDate; dueDay: number };

/** Part of a year as an exact fraction. The denominator depends on the day count alone. */
export type YearShare = { numerator: bigint; denominator: bigint };

const YEAR_DAYS: Record<DayCount, bigint> = { monthly: 360n, '30/360': 360n, 'actual/360': 360n, 'actual/365': 365n };
const MILLION = 1_000_000n;

/**
 * Simple interest on a principal (fen) at an annual rate (ppm) over one period, rounded half up to the fen:
 * principal × rate × days ÷ year, where with 'monthly' a whole month is 30 days of a year of 360.
 * Source: 银发〔2005〕129号, 计息公式 ② (months and odd days) and ③ (days).
 * @throws RangeError on a negative principal, a period that ends before it begins, or one of months that does not end on
 * its due day.
 */
export function interestFor(principal: Fen, rate: RatePpm, period: Period, dayCount: DayCount): Fen {
  return interestAt(principal, growthOver(rate, period, dayCount));
}

/** Interest on a principal (fen) at a growth, rounded half up to the fen. */
export const interestAt = (principal: Fen, growth: YearShare): Fen =>
  share(principal, growth.numerator, growth.denominator);

/** Interest per fen of principal over the period, as an exact fraction: rate (ppm) × part of a year. */
export function growthOver(rate: RatePpm, period: Period, dayCount: DayCount): YearShare {
  const part = yearShare(period, dayCount);
  return { numerator: BigInt(rate) * part.numerator, denominator: MILLION * part.denominator };
}

/** The part of a year that a period is under a day count. */
export function yearShare(period: Period, dayCount: DayCount): YearShare {
  const days = dayCount === 'monthly' ? monthlyDays(period) : daysOf(period, dayCount);
  return { numerator: BigInt(days), denominator: YEAR_DAYS[dayCount] };
}

/**
 * Days of a period as the schedule shows them: as counted by the day count; with 'monthly', which counts whole months
 * and not their days, the days of the calendar.
 */
export const daysOf = (period: Period, dayCount: DayCount): number =>
  dayCount === '30/360' ? days360(period.from, period.to) : daysBetween(period.from, period.to);

/**
 * What the days from `from` to a day inside the period cost, never more than the whole period. With 'monthly' each day
 * is an odd day of rate/360 (日利率 = 年利率 ÷ 360), so the thirty-first day of a month is free and the days that a
 * February lacks are added on the due date.
 */
export function interestToDay(
  principal: Fen,
  rate: RatePpm,
  period: Period,
  asOf: BusinessDate,
  dayCount: DayCount,
): Fen {
  const whole = interestFor(principal, rate, period, dayCount);
  if (asOf >= period.to) return whole;
  const days = BigInt(daysOf({ ...period, to: asOf }, dayCount));
  const soFar = share(principal, BigInt(rate) * days, MILLION * YEAR_DAYS[dayCount]);
  return soFar < whole ? soFar : whole;
}

/**
 * Thirty for each whole month, counted back from the end along the due days, and one for each odd day before them.
 * A period from one due date to the next is one month however long; so is 31 January to 28 February with due day 31.
 */
function monthlyDays({ from, to, dueDay }: Period): number {
  if (!isOnDueDay(to, dueDay)) throw new RangeError(`a period that counts months ends on its due day, not on ${to}`);
  let months = 0;
  let start = to;
  for (;;) {
    const earlier = dueDayMonthsAfter(to, -(months + 1), dueDay);
    if (earlier < from) break;
    months += 1;
    start = earlier;
  }
  return 30 * months + daysBetween(from, start);
}

/** 30E/360: thirty days a month, the 31st taken as the 30th; ISDA 2006 definitions, section 4.16(g). */
function days360(from: BusinessDate, to: BusinessDate): number {
  const [y1, m1, d1] = parts(from);
  const [y2, m2, d2] = parts(to);
  return 360 * (y2 - y1) + 30 * (m2 - m1) + Math.min(d2, 30) - Math.min(d1, 30);
}

const parts = (date: BusinessDate): [year: number, month: number, day: number] => [
  Number(date.slice(0, 4)),
  Number(date.slice(5, 7)),
  Number(date.slice(8, 10)),
];
