import assert from 'node:assert/strict';
import { test } from 'node:test';
import { beyond, ppmOf } from './authority.rules.ts';

const authority = { level: 1, maxAmountFen: 200_000_00, minRatePpm: 60_000, maxTermMonths: 36 } as const;

test('terms on the very edge of an authority lie within it, a cent, a ppm or a month beyond do not', () => {
  const edge = { amountFen: 200_000_00, annualRatePpm: 60_000, termMonths: 36 };
  assert.deepEqual(beyond(edge, authority), []);
  assert.deepEqual(beyond({ ...edge, amountFen: 200_000_01 }, authority), ['amount']);
  assert.deepEqual(beyond({ ...edge, annualRatePpm: 59_999 }, authority), ['rate']);
  assert.deepEqual(beyond({ ...edge, termMonths: 37 }, authority), ['term']);
});

test('what is typed in per cent is exact', () => {
  assert.equal(ppmOf(7.2), 72_000);
  assert.equal(ppmOf(4.35), 43_500);
});
