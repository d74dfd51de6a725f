import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fen } from '@miaodai/values';
import { levelPayment } from './level-payment.ts';
import type { YearShare } from './interest.ts';

const months = (count: number, ratePpm: bigint): YearShare[] =>
  Array.from({ length: count }, () => ({ numerator: ratePpm, denominator: 12_000_000n }));

// 1.003^12 = 1.0365999803; 10,000 × 0.003 × 1.0365999803 ÷ 0.0365999803 = 849.6726 yuan.
test('ten thousand yuan over twelve months at 3.6 % cost 849.67 yuan a month', () => {
  assert.equal(levelPayment(fen(10_000_00), months(12, 36_000n)), 849_67);
});

// Documentation of PMT in Microsoft Excel: =PMT(8%/12, 10, 10000) is -1037.03.
test('the level payment is the published example of the PMT function', () => {
  assert.equal(levelPayment(fen(10_000_00), months(10, 80_000n)), 1_037_03);
});

// 1.005^360 = 6.0225752; 200,000 × 0.005 × 6.0225752 ÷ 5.0225752 = 1199.1010 yuan.
test('two hundred thousand over thirty years at 6 % cost 1199.10 a month', () => {
  assert.equal(levelPayment(fen(200_000_00), months(360, 60_000n)), 1_199_10);
});

// 36,500,000 fen × (1 + 310/36500)(1 + 280/36500) ÷ (2 + 280/36500) = 1000 × 36810 × 36780 ÷ 73280 = 18,475,324.78.
test('with 31 and 28 days at 10 % over 365 both payments are equal', () => {
  const growths = [31n, 28n].map((days) => ({ numerator: 100_000n * days, denominator: 365_000_000n }));
  assert.equal(levelPayment(fen(365_000_00), growths), 184_753_25);
});

test('without interest the level payment is the principal shared out', () => {
  assert.equal(levelPayment(fen(10_000_00), months(12, 0n)), 833_33);
  assert.equal(levelPayment(fen(1_00), months(1, 0n)), 1_00);
});

test('a loan of fewer fen than periods leaves all to the last instalment rather than end before it', () => {
  assert.equal(levelPayment(fen(1), months(12, 0n)), 0);
  assert.equal(levelPayment(fen(6), months(12, 0n)), 0);
});

test('there must be a period', () => {
  assert.throws(() => levelPayment(fen(1), []), RangeError);
});
