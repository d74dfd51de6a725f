import assert from 'node:assert/strict';
import test from 'node:test';
import { monthsBefore, rangeError } from './day-range.ts';

test('the end of a month has no 31st in each month before', () => {
  assert.equal(monthsBefore('2026-05-31', 3), '2026-02-28');
  assert.equal(monthsBefore('2024-03-31', 1), '2024-02-29');
  assert.equal(monthsBefore('2026-01-15', 1), '2025-12-15');
  assert.equal(monthsBefore('2026-11-23', 12), '2025-11-23');
});

test('a range is a year at most and ends today at the latest', () => {
  assert.equal(rangeError('2025-11-23', '2026-11-23', '2026-11-23'), undefined);
  assert.match(rangeError('2025-11-22', '2026-11-23', '2026-11-23') ?? '', /一年/);
  assert.match(rangeError('2026-11-24', '2026-11-23', '2026-11-23') ?? '', /早于|晚于/);
  assert.match(rangeError('2026-11-01', '2026-11-24', '2026-11-23') ?? '', /今天/);
});
