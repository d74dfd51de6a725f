import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  addDays,
  addMonths,
  businessDate,
  dayOfMonth,
  daysBetween,
  daysInMonth,
  isBusinessDate,
  wholeMonthsBetween,
  withDay,
  yearsBetween,
} from './business-date.ts';

const day = businessDate;

test('only days of the calendar, written with ten signs, are business dates', () => {
  assert.equal(day('2028-02-29'), '2028-02-29');
  for (const bad of [
    '2027-02-29',
    '2026-02-30',
    '2026-13-01',
    '2026-00-10',
    '2026-1-1',
    '20260101',
    '2026-01-01T00:00',
    '',
  ])
    assert.equal(isBusinessDate(bad), false, bad);
  assert.throws(() => day('2026-04-31'), RangeError);
});

test('a month after 31 January is the last day of February', () => {
  assert.equal(addMonths(day('2026-01-31'), 1), '2026-02-28');
  assert.equal(addMonths(day('2028-01-31'), 1), '2028-02-29');
  assert.equal(addMonths(day('2026-11-30'), 3), '2027-02-28');
  assert.equal(addMonths(day('2026-03-31'), -1), '2026-02-28');
});

test('days pass over month ends, leap days and year ends', () => {
  assert.equal(addDays(day('2026-12-31'), 1), '2027-01-01');
  assert.equal(addDays(day('2028-02-28'), 1), '2028-02-29');
  assert.equal(addDays(day('2026-03-01'), -1), '2026-02-28');
  assert.equal(daysBetween(day('2026-02-01'), day('2026-03-01')), 28);
  assert.equal(daysBetween(day('2028-02-01'), day('2028-03-01')), 29);
  assert.equal(daysBetween(day('2026-03-01'), day('2026-02-01')), -28);
});

test('a day that a month lacks is its last one', () => {
  assert.equal(withDay(day('2026-04-10'), 31), '2026-04-30');
  assert.equal(withDay(day('2026-05-10'), 31), '2026-05-31');
  assert.equal(dayOfMonth(day('2026-04-10')), 10);
  assert.equal(daysInMonth(day('2028-02-10')), 29);
});

test('whole months and completed years', () => {
  assert.equal(wholeMonthsBetween(day('2026-01-15'), day('2026-03-14')), 1);
  assert.equal(wholeMonthsBetween(day('2026-01-15'), day('2026-03-15')), 2);
  assert.equal(wholeMonthsBetween(day('2026-01-31'), day('2026-02-28')), 0);
  assert.equal(wholeMonthsBetween(day('2026-03-15'), day('2026-01-15')), -2);
  assert.equal(yearsBetween(day('2008-03-02'), day('2026-03-01')), 17);
  assert.equal(yearsBetween(day('2008-03-01'), day('2026-03-01')), 18);
});
