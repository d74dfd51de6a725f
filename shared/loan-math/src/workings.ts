import { type BusinessDate, type Fen, type RatePpm } from '@miaodai/values';
import type { DayCount } from './convention.ts';
import { dueDayMonthsAfter } from './due-dates.ts';
import { daysOf, growthOver, interestAt, interestFor, type Period, type YearShare } from './interest.ts';

/** How an interest came about, for whoever asks: opening × rate × time ÷ year, as it is and as it is rounded. */
export type InterestWorking = {
  openingFen: Fen;
  ratePpm: RatePpm;
  /** Whole months, thirty days each; 0 where days are counted. */
  months: number;
  /** Beside the months: odd days; without them: all days. */
  days: number;
  yearDays: 360 | 365;
  /** The interest is opening × numerator ÷ denominator. */
  numerator: bigint;
  denominator: bigint;
  /** In yuan, see `exactYuan`. */
  exactText: string;
  /** Half up to the fen. */
  roundedFen: Fen;
  /** Of days inside a period whose sum went beyond the whole period's interest: that, which is taken in its place. */
  cappedFen: Fen | null;
};

/** The working of `interestFor`. */
export function workingOf(opening: Fen, rate: RatePpm, period: Period, dayCount: DayCount): InterestWorking {
  const growth = growthOver(rate, period, dayCount);
  const [months, days] = dayCount === 'monthly' ? monthsAndDays(period) : [0, daysOf(period, dayCount)];
  return { ...worked(opening, rate, growth, dayCount), months, days };
}

/** The working of `interestToDay`. */
export function workingToDay(
  opening: Fen,
  rate: RatePpm,
  period: Period,
  asOf: BusinessDate,
  dayCount: DayCount,
): InterestWorking {
  if (asOf >= period.to) return workingOf(opening, rate, period, dayCount);
  const working = workingOfDays(opening, rate, daysOf({ ...period, to: asOf }, dayCount), dayCount);
  return capped(working, interestFor(opening, rate, period, dayCount));
}

/** So many days of a year, each an odd day where months are counted. */
export function workingOfDays(opening: Fen, rate: RatePpm, days: number, dayCount: DayCount): InterestWorking {
  const growth = { numerator: BigInt(rate) * BigInt(days), denominator: 1_000_000n * BigInt(yearDaysOf(dayCount)) };
  return { ...worked(opening, rate, growth, dayCount), months: 0, days };
}

/** Days inside a period never cost more than the whole of it. */
export const capped = (working: InterestWorking, wholeFen: Fen): InterestWorking =>
  wholeFen < working.roundedFen ? { ...working, roundedFen: wholeFen, cappedFen: wholeFen } : working;

const worked = (opening: Fen, rate: RatePpm, growth: YearShare, dayCount: DayCount) => ({
  ...{ openingFen: opening, ratePpm: rate, yearDays: yearDaysOf(dayCount), ...growth },
  exactText: exactYuan(opening, growth.numerator, growth.denominator),
  roundedFen: interestAt(opening, growth),
  cappedFen: null,
});

export const yearDaysOf = (dayCount: DayCount): 360 | 365 => (dayCount === 'actual/365' ? 365 : 360);

/**
 * amount (fen) × numerator ÷ denominator in yuan to four decimals, cut and not rounded, with '…' where it goes on: '12.3449…' shows why
 * it became 12.34, '12.3450' why 12.35.
 * @throws RangeError on a negative amount or numerator, or a denominator that is not positive.
 */
export function exactYuan(amount: Fen, numerator: bigint, denominator: bigint): string {
  if (amount < 0 || numerator < 0n || denominator <= 0n) throw new RangeError('exactYuan: negative input');
  const scaled = BigInt(amount) * numerator * 100n;
  const digits = String(scaled / denominator).padStart(5, '0');
  const whole = digits.slice(0, -4).replace(/\B(?=(\d{3})+$)/g, ',');
  return `${whole}.${digits.slice(-4)}${scaled % denominator === 0n ? '' : '…'}`;
}

/** Counted back from the end, as the interest counts them. */
function monthsAndDays({ from, to, dueDay }: Period): [months: number, days: number] {
  let months = 0;
  while (dueDayMonthsAfter(to, -(months + 1), dueDay) >= from) months += 1;
  const start = months === 0 ? to : dueDayMonthsAfter(to, -months, dueDay);
  return [months, daysOf({ from, to: start, dueDay }, 'monthly')];
}
