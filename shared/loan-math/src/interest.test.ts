import assert from 'node:assert/strict';
import { test } from 'node:test';
import { businessDate, fen, ratePpm } from '@miaodai/values';
import { daysOf, interestFor, interestToDay, type Period } from './interest.ts';

const period = (from: string, to: string, dueDay = Number(to.slice(8))): Period => ({
  from: businessDate(from),
  to: businessDate(to),
  dueDay,
});

// 365,000 yuan at 10 % bear 100 yuan a day over a year of 365 days, 360,000 yuan the same over one of 360.
const OVER_365 = fen(365_000_00);
const OVER_360 = fen(360_000_00);
const TEN_PERCENT = ratePpm(100_000);

test('actual days: the day of payout bears interest, the day of repayment does not', () => {
  assert.equal(interestFor(OVER_365, TEN_PERCENT, period('2026-01-01', '2026-01-02'), 'actual/365'), 100_00);
  assert.equal(interestFor(OVER_365, TEN_PERCENT, period('2026-01-01', '2026-02-01'), 'actual/365'), 3_100_00);
  assert.equal(interestFor(OVER_360, TEN_PERCENT, period('2026-01-01', '2026-02-01'), 'actual/360'), 3_100_00);
  assert.equal(interestFor(OVER_360, TEN_PERCENT, period('2026-01-01', '2026-01-01'), 'actual/360'), 0);
});

test('a leap February has twenty-nine days of interest by actual days', () => {
  assert.equal(interestFor(OVER_365, TEN_PERCENT, period('2028-02-01', '2028-03-01'), 'actual/365'), 2_900_00);
  assert.equal(interestFor(OVER_365, TEN_PERCENT, period('2027-02-01', '2027-03-01'), 'actual/365'), 2_800_00);
});

test('by months every month costs a twelfth of the year, however long it is', () => {
  for (const [from, to] of [
    ['2026-01-01', '2026-02-01'],
    ['2026-02-01', '2026-03-01'],
    ['2026-04-01', '2026-05-01'],
  ] as const)
    assert.equal(interestFor(OVER_360, TEN_PERCENT, period(from, to), 'monthly'), 3_000_00);
});

test('by months a clamped month end is one month too', () => {
  assert.equal(interestFor(OVER_360, TEN_PERCENT, period('2026-01-31', '2026-02-28', 31), 'monthly'), 3_000_00);
  assert.equal(interestFor(OVER_360, TEN_PERCENT, period('2026-02-28', '2026-03-31', 31), 'monthly'), 3_000_00);
});

test('by months an odd day costs a three-hundred-and-sixtieth of the year, beside whole months and alone', () => {
  assert.equal(interestFor(OVER_360, TEN_PERCENT, period('2026-01-10', '2026-02-20'), 'monthly'), 4_000_00);
  assert.equal(interestFor(OVER_360, TEN_PERCENT, period('2026-01-10', '2026-01-20'), 'monthly'), 1_000_00);
  assert.equal(interestFor(OVER_360, TEN_PERCENT, period('2026-01-10', '2026-04-20'), 'monthly'), 10_000_00);
  assert.equal(interestFor(OVER_360, TEN_PERCENT, period('2026-01-30', '2026-02-28', 31), 'monthly'), 3_100_00);
});

test('by months a period must end on its due day, or months mean nothing', () => {
  const crooked = period('2026-01-10', '2026-02-20', 15);
  assert.throws(() => interestFor(OVER_360, TEN_PERCENT, crooked, 'monthly'), /ends on its due day/);
});

test('30/360 takes the 31st for the 30th and every month for thirty days', () => {
  assert.equal(daysOf(period('2026-01-31', '2026-03-31'), '30/360'), 60);
  assert.equal(daysOf(period('2026-01-15', '2026-02-15'), '30/360'), 30);
  assert.equal(daysOf(period('2026-02-15', '2026-03-15'), '30/360'), 30);
  assert.equal(daysOf(period('2026-01-30', '2026-02-28'), '30/360'), 28);
  assert.equal(daysOf(period('2025-12-31', '2027-01-01'), '30/360'), 361);
  assert.equal(interestFor(OVER_360, TEN_PERCENT, period('2026-02-15', '2026-03-15'), '30/360'), 3_000_00);
});

test('half a fen of interest is a whole one, less than half is none', () => {
  const oneTenthPercentAMonth = ratePpm(12_000);
  assert.equal(interestFor(fen(500), oneTenthPercentAMonth, period('2026-01-01', '2026-02-01'), 'monthly'), 1);
  assert.equal(interestFor(fen(499), oneTenthPercentAMonth, period('2026-01-01', '2026-02-01'), 'monthly'), 0);
});

test('inside a month of 31 days the interest never passes the month, in February the due date brings what lacks', () => {
  const long = period('2026-01-01', '2026-02-01');
  const toDay = (asOf: string, of = long) => interestToDay(OVER_360, TEN_PERCENT, of, businessDate(asOf), 'monthly');
  assert.equal(toDay('2026-01-11'), 1_000_00);
  assert.equal(toDay('2026-01-31'), 3_000_00);
  assert.equal(toDay('2026-02-01'), 3_000_00);
  const short = period('2026-02-01', '2026-03-01');
  assert.equal(toDay('2026-02-28', short), 2_700_00);
  assert.equal(toDay('2026-03-01', short), 3_000_00);
  const twoMonths = period('2026-07-01', '2026-09-01');
  assert.equal(toDay('2026-08-31', twoMonths), 6_000_00); // The sixty-first day of sixty.
});
