import assert from 'node:assert/strict';
import { test } from 'node:test';
import { conventionFor } from '@miaodai/loan-math';
import { businessDate, fen, ratePpm, ZERO, type BusinessDate, type Fen } from '@miaodai/values';
import type { Instalment, LoanBook } from '../servicing/index.ts';
import { amountRefusal, principalRefusal } from './early.rules.ts';
import { earlyRefusal, payableOn } from './payable.ts';

const row = (
  no: number,
  from: string,
  due: string,
  figures: [opening: number, interest: number, principal: number],
) => {
  const [openingFen, interestFen, principalFen] = figures.map(fen) as [Fen, Fen, Fen];
  return {
    ...{ no, kind: 'regular', periodNo: no, fromOn: businessDate(from), dueOn: businessDate(due), days: 30 },
    ...{ openingFen, principalFen, interestFen, discountFen: ZERO, balanceFen: fen(openingFen - principalFen) },
    ...{ paidPrincipalFen: ZERO, paidInterestFen: ZERO, penaltyFen: ZERO, penaltyThrough: null, paidPenaltyFen: ZERO },
    ...{ dueBooked: false, settledOn: null },
  } satisfies Instalment;
};
/** 2,500 yuan at 3.6 % for three months by whole months, paid out on 10 January: 7.50, 5.00 and 2.51 of interest. */
const book: LoanBook = {
  terms: {
    ...{ principalFen: fen(2_500_00), annualRatePpm: ratePpm(36_000), method: 'equal-instalment', periods: 3 },
    ...{ convention: conventionFor('monthly'), disbursedOn: businessDate('2027-01-10') },
    ...{ penaltyRatePpm: ratePpm(0), graceDays: 0, earlyFeePpm: ratePpm(0) },
    allocation: ['penalty', 'interest', 'principal'],
  },
  rows: [
    row(1, '2027-01-10', '2027-02-10', [2_500_00, 7_50, 830_84]),
    row(2, '2027-02-10', '2027-03-10', [1_669_16, 5_01, 833_33]),
    row(3, '2027-03-10', '2027-04-10', [835_83, 2_51, 835_83]),
  ],
  ...{ discounts: [], surplusFen: ZERO, writtenOff: null },
};
const terms = {
  ...{ approval: 'none' as const, minFen: fen(100_00), stepFen: fen(50_00), fromDays: 30 },
  ...{ quoteSeconds: 1_800, reminderWorkingDays: 3 },
};
const on = (day: string) => payableOn(book, businessDate(day));

test('paid is what is due, a part of it, or exactly that with the whole running instalment', () => {
  const [early, due, late] = [on('2027-01-15'), on('2027-02-10'), on('2027-03-15')];
  assert.deepEqual([early.owed.totalFen, early.aheadFen], [0, 838_34]);
  assert.deepEqual([due.owed.totalFen, due.aheadFen], [838_34, 838_34 + 838_34]);
  assert.deepEqual([late.owed.totalFen, late.aheadFen], [1_676_68, 2_515_02]);
  const said = (amountFen: number, payable = late) => amountRefusal(amountFen as Fen, payable) ?? 'ok';
  assert.equal(said(0), 'repayment-below-minimum');
  assert.equal(said(-1), 'repayment-below-minimum');
  assert.equal(said(1), 'ok');
  assert.equal(said(1_676_68), 'ok');
  assert.equal(said(1_676_69), 'repayment-above-owed');
  assert.equal(said(2_515_01), 'repayment-above-owed');
  assert.equal(said(2_515_02), 'ok');
  assert.equal(said(2_515_03), 'repayment-above-owed');
  assert.equal(said(1, early), 'repayment-above-owed');
  assert.equal(said(838_34, early), 'ok');
  // Once all has fallen due nothing runs; before the first day nothing does either.
  assert.equal(on('2027-04-10').aheadFen, null);
  assert.equal(on('2027-01-09').aheadFen, null);
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
  const said = (day: string) => earlyRefusal(book, terms, day as BusinessDate) ?? 'ok';
  assert.equal(said('2027-02-08'), 'early-not-yet');
  assert.equal(said('2027-02-09'), 'ok');
  assert.equal(said('2027-04-09'), 'ok');
  assert.equal(said('2027-04-10'), 'early-nothing-runs');
});
