import assert from 'node:assert/strict';
import { test } from 'node:test';
import { businessDate, fen } from '@miaodai/values';
import { conventionFor } from './convention.ts';
import { accruedInterest, interestBorne, payOffFigure } from './pay-off.ts';
import { schedule } from './schedule.ts';
import { someTerms } from './test-terms.ts';

// 10,000 yuan at 3.6 % over 360 are one yuan a day. Paid out on 15 January, due on the 15th of each month.
const plan = schedule(someTerms({ convention: conventionFor('actual/360'), periods: 3, method: 'interest-only' }));
const day = businessDate;

test('interest runs from the day of payout, which bears it, to the day asked about, which does not', () => {
  assert.equal(accruedInterest(plan, day('2026-01-15')), 0);
  assert.equal(accruedInterest(plan, day('2026-01-16')), 1_00);
  assert.equal(accruedInterest(plan, day('2026-02-14')), 30_00);
  assert.equal(accruedInterest(plan, day('2026-02-15')), 31_00);
  assert.equal(accruedInterest(plan, day('2026-02-16')), 1_00);
  assert.equal(accruedInterest(plan, day('2026-04-15')), 31_00);
  assert.equal(accruedInterest(plan, day('2026-04-16')), 0);
});

test('interest borne adds the instalments that are due', () => {
  assert.equal(interestBorne(plan, day('2026-02-15')), 31_00);
  assert.equal(interestBorne(plan, day('2026-02-20')), 36_00);
  assert.equal(interestBorne(plan, day('2026-12-31')), 31_00 + 28_00 + 31_00);
});

test('closing in the middle of the second month costs the principal and the days since the first instalment', () => {
  const paid = { principalFen: fen(0), interestFen: fen(31_00) };
  assert.deepEqual(payOffFigure(plan, day('2026-02-25'), paid), {
    principalFen: 10_000_00,
    interestFen: 10_00,
    totalFen: 10_010_00,
  });
});

test('an instalment that was missed is in the figure, one that was paid in part leaves the rest', () => {
  assert.equal(payOffFigure(plan, day('2026-02-25')).interestFen, 41_00);
  assert.equal(
    payOffFigure(plan, day('2026-02-25'), { principalFen: fen(0), interestFen: fen(20_00) }).interestFen,
    21_00,
  );
});

test('by equal instalments, after the first one, closing ten days later costs ten days on the balance', () => {
  const equal = schedule(someTerms()); // 9,180.33 left: × 3.6 % × 10 ÷ 360 = 9.18033
  const paid = { principalFen: fen(819_67), interestFen: fen(30_00) };
  assert.deepEqual(payOffFigure(equal, day('2026-02-25'), paid), {
    principalFen: 9_180_33,
    interestFen: 9_18,
    totalFen: 9_189_51,
  });
});

test('there is no figure before the payout, nor with more principal repaid than lent', () => {
  assert.throws(() => payOffFigure(plan, day('2026-01-14')), { code: 'before-payout' });
  assert.throws(() => payOffFigure(plan, day('2026-02-01'), { principalFen: fen(10_000_01), interestFen: fen(0) }), {
    code: 'paid-out-of-range',
  });
});
