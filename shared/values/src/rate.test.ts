import assert from 'node:assert/strict';
import { test } from 'node:test';
import { percentText, ratePpm } from './rate.ts';

test('a rate is whole parts per million from 0 to 100 % a year', () => {
  assert.equal(ratePpm(36_000), 36_000);
  assert.equal(ratePpm(0), 0);
  assert.equal(ratePpm(1_000_000), 1_000_000);
  for (const bad of [-1, 1_000_001, 0.5, Number.NaN]) assert.throws(() => ratePpm(bad), RangeError);
});

test('percent are written exactly, with one decimal at least', () => {
  const cases: [ppm: number, text: string][] = [
    [36_000, '3.6%'],
    [43_500, '4.35%'],
    [72_000, '7.2%'],
    [180_000, '18.0%'],
    [1_000_000, '100.0%'],
    [0, '0.0%'],
    [1, '0.0001%'],
    [10_000, '1.0%'],
    [-36_000, '−3.6%'],
  ];
  for (const [ppm, text] of cases) assert.equal(percentText(ppm), text);
});
