import assert from 'node:assert/strict';
import { test } from 'node:test';
import { businessDate, instant } from '@miaodai/values';
import { debitDaysToRemind, sendingOptions } from './reminders.rules.ts';

const day = businessDate('2026-11-24');

test('texts of midnight wait until nine, and texts of the day do not', () => {
  // Five past midnight at the bank's home: 8 h 55 min.
  assert.deepEqual(sendingOptions(day, instant('2026-11-23T16:05:00Z'), 9), { afterSeconds: 32_100 });
  assert.deepEqual(sendingOptions(day, instant('2026-11-24T01:00:00Z'), 9), {});
  assert.deepEqual(sendingOptions(day, instant('2026-11-24T05:00:00Z'), 9), {});
  assert.deepEqual(sendingOptions(day, instant('2026-11-23T16:05:00Z'), 0), {});
});

test('where the bank is on another day than the calendar nothing waits', () => {
  assert.deepEqual(sendingOptions(businessDate('2027-11-24'), instant('2026-11-23T16:05:00Z'), 9), {});
  assert.deepEqual(sendingOptions(businessDate('2026-11-20'), instant('2026-11-23T16:05:00Z'), 9), {});
});

test('with no working days before it nobody is reminded', () => {
  const weekdays = { isWorkingDay: () => true, guessedYears: () => [], before: (on: typeof day) => on };
  assert.deepEqual(debitDaysToRemind(day, 0, weekdays), []);
});
