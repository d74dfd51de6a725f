import assert from 'node:assert/strict';
import test from 'node:test';
import { rateText } from './rate.ts';

test('a rate that rounding moved by a few millionths is the same figure as the contract', () => {
  assert.equal(rateText(36_000), '3.6%');
  assert.equal(rateText(36_005), '3.6%');
  assert.equal(rateText(36_596), '3.66%');
  assert.equal(rateText(43_500), '4.35%');
});
