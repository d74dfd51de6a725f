import { addMonths, daysBetween, PPM, wholeMonthsBetween, type BusinessDate } from '@miaodai/values';
import { demand } from './errors.ts';
import { flowsOf, netByDay, type Flow } from './flows.ts';
import { findRate } from './find-rate.ts';
import type { Schedule } from './schedule.ts';

/** A yearly rate of 1,000,000 is 100,000,000 %: past it (a day's loan that doubles) a rate says nothing any more. */
export const MAX_ANNUAL_RATE_PPM = 1_000_000_000_000;

/**
 * Compounded annual rate (ppm, may be negative) of dated flows: the rate r at which Σ amount ÷ (1+r)^(days/365) is 0,
 * days from the first flow. This is XIRR of spreadsheets, and the 复利 (内部收益率法) of 中国人民银行公告〔2021〕第3号.
 * @throws LoanMathError on flows without a rate, or one above `maxPpm`.
 */
export function effectiveRatePpm(flows: readonly Flow[], maxPpm: number = MAX_ANNUAL_RATE_PPM): number {
  const netted = netByDay(flows);
  const first = (netted[0] as Flow).on;
  const dated = netted.map(({ on, amountFen }) => ({
    amount: amountFen as number,
    years: daysBetween(first, on) / 365,
  }));
  const end = Math.max(...dated.map(({ years }) => years));
  const worth = (logRate: number): number =>
    dated.reduce((total, { amount, years }) => total + amount * discount(logRate, years, end), 0);
  return wholePpm(findRate(worth), maxPpm);
}

/**
 * Nominal annual rate (ppm, may be negative) of dated flows: twelve times the monthly actuarial rate i at which
 * Σ amount ÷ ((1 + f·i)(1+i)^t) is 0, where t are whole months and f odd days ÷ 30 between the first flow and each.
 * This is the general equation of Regulation Z, 12 CFR 1026, Appendix J (b)(8), with a month as unit-period, and the
 * 单利 of 中国人民银行公告〔2021〕第3号.
 * @throws LoanMathError on flows without a rate, or one above `maxPpm`.
 */
export function nominalRatePpm(flows: readonly Flow[], maxPpm: number = MAX_ANNUAL_RATE_PPM): number {
  const netted = netByDay(flows);
  const first = (netted[0] as Flow).on;
  const dated = netted.map(({ on, amountFen }) => ({ amount: amountFen as number, ...monthsAndOddDays(first, on) }));
  const end = Math.max(...dated.map(({ months }) => months));
  const worth = (logRate: number): number =>
    dated.reduce(
      (total, { amount, months, oddDays }) =>
        total + (amount * discount(logRate, months, end)) / (1 + (oddDays / 30) * Math.expm1(logRate)),
      0,
    );
  const monthly = findRate(worth);
  return wholePpm(monthly === undefined ? undefined : 12 * monthly, maxPpm);
}

/** Both annual rates of a plan: APR by simple interest (单利) and IRR compounded (复利), in ppm. */
export function annualRatesOf(plan: Schedule): { aprPpm: number; irrPpm: number } {
  const flows = flowsOf(plan);
  return { aprPpm: nominalRatePpm(flows), irrPpm: effectiveRatePpm(flows) };
}

/**
 * Whole months counted back from the later day, and the odd days left before them (Appendix J (b)(5)). Month ends: a
 * day that the earlier one reaches by whole months forwards is whole months away, as 31 January and 28 February are.
 */
export function monthsAndOddDays(from: BusinessDate, to: BusinessDate): { months: number; oddDays: number } {
  // One more than whole: the calendar's own count does not take 31 January to 28 February for a month.
  for (let months = wholeMonthsBetween(from, to) + 1; months > 0; months -= 1) {
    if (addMonths(from, months) === to) return { months, oddDays: 0 };
    const start = addMonths(to, -months);
    if (start >= from) return { months, oddDays: daysBetween(from, start) };
  }
  return { months: 0, oddDays: daysBetween(from, to) };
}

/** Worth at the start, or with a negative rate at the end: the sum's sign is the same, and nothing grows past a double. */
const discount = (logRate: number, time: number, end: number): number =>
  Math.exp(-logRate * (logRate < 0 ? time - end : time));

function wholePpm(rate: number | undefined, maxPpm: number): number {
  demand(rate !== undefined, 'no-rate', 'flows', 'no annual rate makes these flows come to nothing');
  const ppm = Math.round(rate * PPM);
  demand(ppm <= maxPpm, 'rate-above-maximum', 'flows', `the annual rate is above ${maxPpm} ppm`);
  return ppm === 0 ? 0 : ppm; // Math.round makes -0.
}
