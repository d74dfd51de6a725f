import assert from 'node:assert/strict';
import { test } from 'node:test';
import { conventionFor } from '@miaodai/loan-math';
import { businessDate, fen, ratePpm, type Fen } from '@miaodai/values';
import { opened } from '../servicing/book.rules.ts';
import { amountRefusal, earlyRefusal, payableOn, principalRefusal, quotesOf } from './early.rules.ts';

/** 10,000 yuan at 3.6 % for twelve months by whole months, paid out on 10 January: 849.67 on the 10th of each month. */
const book = opened({
  ...{ principalFen: fen(10_000_00), annualRatePpm: ratePpm(36_000), method: 'equal-instalment', periods: 12 },
  ...{ convention: conventionFor('monthly'), disbursedOn: businessDate('2027-01-10') },
  ...{ penaltyRatePpm: ratePpm(0), graceDays: 0, earlyFeePpm: ratePpm(0) },
  allocation: ['penalty', 'interest', 'principal'],
});
const terms = {
  ...{ approval: 'none' as const, minFen: fen(100_00), stepFen: fen(50_00), fromDays: 30 },
  ...{ quoteSeconds: 1_800, reminderWorkingDays: 3 },
};
const on = (day: string) => payableOn(book, businessDate(day));

test('paid is what is due, a part of it, or exactly that with the whole running instalment', () => {
  const [early, due, late] = [on('2027-01-15'), on('2027-02-10'), on('2027-03-15')];
  assert.deepEqual([early.owed.totalFen, early.aheadFen], [0, 849_67]);
  assert.deepEqual([due.owed.totalFen, due.aheadFen], [849_67, 2 * 849_67]);
  assert.deepEqual([late.owed.totalFen, late.aheadFen], [2 * 849_67, 3 * 849_67]);
  const said = (amountFen: number, payable = late) => amountRefusal(amountFen as Fen, payable) ?? 'ok';
  assert.equal(said(0), 'repayment-below-minimum');
  assert.equal(said(-1), 'repayment-below-minimum');
  assert.equal(said(1), 'ok');
  assert.equal(said(2 * 849_67), 'ok');
  assert.equal(said(2 * 849_67 + 1), 'repayment-above-owed');
  assert.equal(said(3 * 849_67 - 1), 'repayment-above-owed');
  assert.equal(said(3 * 849_67), 'ok');
  assert.equal(said(3 * 849_67 + 1), 'repayment-above-owed');
  assert.equal(said(1, early), 'repayment-above-owed');
  assert.equal(said(849_67, early), 'ok');
});

test('principal is repaid early from the least on, in steps, and never more than is left; all of it always may be', () => {
  const said = (principalFen: number, leftFen = 9_180_33) =>
    principalRefusal(fen(principalFen), fen(leftFen), terms)?.join(' ') ?? 'ok';
  assert.equal(said(99_99), 'repayment-below-minimum 10000');
  assert.equal(said(0), 'repayment-below-minimum 10000');
  assert.equal(said(100_00), 'ok');
  assert.equal(said(149_99), 'repayment-not-a-multiple 5000');
  assert.equal(said(150_00), 'ok');
  assert.equal(said(9_180_33), 'ok');
  assert.equal(said(9_180_34), 'repayment-above-owed 918033');
  assert.equal(said(42_00, 42_00), 'ok');
});

test('early is not before its day, and not once all has fallen due', () => {
  const said = (day: string) => earlyRefusal(book, terms, businessDate(day)) ?? 'ok';
  assert.equal(said('2027-02-08'), 'early-not-yet');
  assert.equal(said('2027-02-09'), 'ok');
  assert.equal(said('2028-01-09'), 'ok');
  assert.equal(said('2028-01-10'), 'early-nothing-runs');
});

test('three outcomes for a part, one for all that is left', () => {
  const modes = (principalFen: Fen | null) =>
    quotesOf(book, businessDate('2027-01-20'), principalFen).map(({ mode, amountFen }) => `${mode} ${amountFen}`);
  // 10,000 × 3.6 % × 10 ÷ 360 = 10.00.
  assert.deepEqual(modes(fen(1_000_00)), ['shorter-term 101000', 'lower-instalment 101000', 'pay-off 1001000']);
  assert.deepEqual(modes(null), ['pay-off 1001000']);
  assert.deepEqual(modes(fen(10_000_00)), ['pay-off 1001000']);
});
