import assert from 'node:assert/strict';
import test from 'node:test';
import { clockText, dayText, minuteText } from './time.ts';

test('an instant late in the day in UTC is the next day at home', () => {
  assert.equal(minuteText('2026-11-23T18:05:00.000Z'), '2026-11-24 02:05');
  assert.equal(clockText('2026-11-23T02:32:00.000Z'), '10:32');
});

test('a business date is written without leading zeros', () => {
  assert.equal(dayText('2026-12-03'), '2026年12月3日');
});
