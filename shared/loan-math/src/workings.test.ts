import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addDays, businessDate, fen, ratePpm } from '@miaodai/values';
import fc from 'fast-check';
import { DAY_COUNTS } from './convention.ts';
import { dueDayMonthsAfter } from './due-dates.ts';
import { interestFor, interestToDay } from './interest.ts';
import { exactYuan, workingOf, workingToDay } from './workings.ts';

const day = businessDate;
const RATE = ratePpm(72_000);

test('a whole month is a twelfth of the year: 48,765.43 at 7.2 % bear 292.59258, told as 292.5925…', () => {
  const period = { from: day('2026-11-23'), to: day('2026-12-23'), dueDay: 23 };
  const working = workingOf(fen(48_765_43), RATE, period, 'monthly');
  assert.deepEqual(
    [working.months, working.days, working.yearDays, working.exactText, working.roundedFen],
    [1, 0, 360, '292.5925…', 292_59],
  );
  // 4,876,543 fen × (72,000 × 30) ÷ (1,000,000 × 360)
  assert.deepEqual([working.numerator, working.denominator], [2_160_000n, 360_000_000n]);
});

test('odd days stand beside the months, and days alone where days are counted', () => {
  // 10 November to 23 December: one month back to 23 November, thirteen days before it; 43 ÷ 360 of 7.2 % on 10,000 is 86.
  const period = { from: day('2026-11-10'), to: day('2026-12-23'), dueDay: 23 };
  const monthly = workingOf(fen(10_000_00), RATE, period, 'monthly');
  assert.deepEqual([monthly.months, monthly.days, monthly.exactText, monthly.roundedFen], [1, 13, '86.0000', 86_00]);
  // 43 days of 365: 84.8219178…
  const actual = workingOf(fen(10_000_00), RATE, period, 'actual/365');
  assert.deepEqual([actual.months, actual.days, actual.yearDays], [0, 43, 365]);
  assert.deepEqual([actual.exactText, actual.roundedFen], ['84.8219…', 84_82]);
});

test('the thirty-first day of a month is free, and says so', () => {
  // 24 December to 23 January are thirty days at 2.00 each: 60.00, which is the month's.
  const long = { from: day('2026-12-24'), to: day('2027-01-24'), dueDay: 24 };
  const inside = workingToDay(fen(10_000_00), RATE, long, day('2027-01-23'), 'monthly');
  assert.deepEqual([inside.days, inside.roundedFen, inside.cappedFen], [30, 60_00, null]);
  const two = { from: day('2026-07-01'), to: day('2026-09-01'), dueDay: 1 };
  // 62 days of the calendar, two months of thirty: the 61st day would be beyond 120.00.
  const late = workingToDay(fen(10_000_00), RATE, two, day('2026-08-31'), 'monthly');
  assert.deepEqual([late.days, late.exactText, late.roundedFen, late.cappedFen], [61, '122.0000', 120_00, 120_00]);
});

test('what is cut is marked, and what is told is never rounded up', () => {
  assert.equal(exactYuan(fen(1), 1n, 3n), '0.0033…');
  assert.equal(exactYuan(fen(12_35), 9_999_999n, 10_000_000n), '12.3499…');
  assert.equal(exactYuan(fen(1_234_567_89), 1n, 1n), '1,234,567.8900');
  assert.equal(exactYuan(fen(0), 1n, 1n), '0.0000');
  assert.throws(() => exactYuan(fen(-1), 1n, 1n), RangeError);
});

test('a working ends at the very interest that is charged, whatever the period and the way to count days', () => {
  const terms = {
    opening: fc.integer({ min: 0, max: 100_000_000_00 }),
    rate: fc.integer({ min: 0, max: 360_000 }),
    dueDay: fc.integer({ min: 1, max: 31 }),
    back: fc.integer({ min: 1, max: 75 }),
    days: fc.integer({ min: 0, max: 80 }),
    dayCount: fc.constantFrom(...DAY_COUNTS),
  };
  fc.assert(
    fc.property(fc.record(terms), ({ opening, rate, dueDay, back, days, dayCount }) => {
      const to = dueDayMonthsAfter(day('2028-02-10'), 1, dueDay);
      const period = { from: addDays(to, -back), to, dueDay };
      const whole = workingOf(fen(opening), ratePpm(rate), period, dayCount);
      assert.equal(whole.roundedFen, interestFor(fen(opening), ratePpm(rate), period, dayCount));
      if (dayCount === 'monthly')
        assert.equal(
          BigInt(rate) * BigInt(30 * whole.months + whole.days),
          whole.numerator,
          'months and days are the time',
        );
      const asOf = addDays(to, -Math.max(0, back - days));
      const part = workingToDay(fen(opening), ratePpm(rate), period, asOf, dayCount);
      assert.equal(part.roundedFen, interestToDay(fen(opening), ratePpm(rate), period, asOf, dayCount));
    }),
  );
});
