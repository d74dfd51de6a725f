import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inquiryPause } from './pause.rules.ts';

test('the pause before the next inquiry doubles from two seconds up to five minutes, and stays there', () => {
  const pauses = [1, 2, 3, 4, 5, 6, 7, 8, 9, 1_000].map((attempt) => inquiryPause(attempt, 2, 300));
  assert.deepEqual(pauses, [2, 4, 8, 16, 32, 64, 128, 256, 300, 300]);
});
