import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addMonths, businessDate, fen, ratePpm, type BusinessDate } from '@miaodai/values';
import { annualRatesOf, effectiveRatePpm, monthsAndOddDays, nominalRatePpm } from './annual-rate.ts';
import type { Flow } from './flows.ts';
import { schedule } from './schedule.ts';
import { someTerms } from './test-terms.ts';

const flow = (on: string, amountFen: number): Flow => ({ on: businessDate(on), amountFen: fen(amountFen) });

/** An advance, and payments in dollars from a first day on, one a month. */
const loan = (advance: number, on: string, first: string, payments: readonly number[]): Flow[] => [
  flow(on, advance * 100),
  ...payments.map((amount, index) => flow(addMonths(first as BusinessDate, index), -amount * 100)),
];
const times = (count: number, amount: number): number[] => Array.from({ length: count }, () => amount);
const toBasisPoints = (ppm: number): number => Math.round(ppm / 100);

// Regulation Z, 12 CFR 1026, Appendix J (c): the examples with months as unit-periods.
const appendixJ: [example: string, flows: Flow[], percent: number][] = [
  ['(c)(1)(i), regular', loan(5000, '1978-01-10', '1978-02-10', times(24, 230)), 9.69],
  ['(c)(1)(ii), long first period', loan(6000, '1978-02-10', '1978-04-01', times(36, 200)), 11.82],
  ['(c)(2)(i), first payment odd', loan(5000, '1978-01-10', '1978-02-10', [250, ...times(23, 230)]), 10.08],
  ['(c)(3)(i), last payment odd', loan(5000, '1978-01-10', '1978-02-10', [...times(23, 230), 280]), 10.5],
  ['(c)(4)(i), both odd', loan(5000, '1978-01-10', '1978-02-10', [250, ...times(22, 230), 280]), 10.9],
];
for (const [example, flows, percent] of appendixJ)
  test(`nominal rate of Regulation Z, Appendix J, example ${example}: ${percent} %`, () => {
    assert.equal(toBasisPoints(nominalRatePpm(flows)), Math.round(percent * 100));
  });

// Documentation of XIRR in Microsoft Excel: 0.373362535.
test('the effective rate is the published example of the XIRR function', () => {
  const flows = [
    flow('2008-01-01', -10_000_00),
    flow('2008-03-01', 2_750_00),
    flow('2008-10-30', 4_250_00),
    flow('2009-02-15', 3_250_00),
    flow('2009-04-01', 2_750_00),
  ];
  assert.equal(effectiveRatePpm(flows), 373_363);
  assert.equal(effectiveRatePpm(flows.toReversed()), 373_363, 'in any order');
});

test('a year of 365 days at ten for a hundred is 10 %, two years at 21 for a hundred too', () => {
  assert.equal(effectiveRatePpm([flow('2026-01-01', 100_00), flow('2027-01-01', -110_00)]), 100_000);
  assert.equal(effectiveRatePpm([flow('2025-01-01', 100_00), flow('2027-01-01', -121_00)]), 100_000);
});

test('a month at one for a hundred is 12 % nominal; odd days are thirtieths of a month, at simple interest', () => {
  assert.equal(nominalRatePpm([flow('2026-01-31', 100_00), flow('2026-02-28', -101_00)]), 120_000);
  assert.equal(nominalRatePpm([flow('2026-01-01', 100_00), flow('2026-01-16', -100_50)]), 120_000);
  // 1.01 × (1 + 0.01 × 15/30) = 1.01505
  assert.equal(nominalRatePpm([flow('2026-01-01', 100_000_00), flow('2026-02-16', -101_505_00)]), 120_000);
});

test('the plan of a loan by months without a fee has its own rate as APR', () => {
  const plan = schedule(someTerms({ method: 'interest-only' }));
  assert.deepEqual(annualRatesOf(plan).aprPpm, 36_000);
  const byMonthEnd = schedule(someTerms({ method: 'interest-only', disbursedOn: businessDate('2026-01-31') }));
  assert.equal(annualRatesOf(byMonthEnd).aprPpm, 36_000);
  // 1.003^12 = 1.0366 over 365 days, the months not quite equal.
  assert.ok(Math.abs(annualRatesOf(plan).irrPpm - 36_600) < 20);
});

test('no interest is a rate of zero; paid back less than lent is a negative one', () => {
  assert.deepEqual(annualRatesOf(schedule(someTerms({ annualRatePpm: ratePpm(0) }))), { aprPpm: 0, irrPpm: 0 });
  assert.equal(effectiveRatePpm([flow('2026-01-01', 100_00), flow('2027-01-01', -90_00)]), -100_000);
});

test('several flows on a day count together: a fee on the day of payout lowers what was lent', () => {
  const flows = [flow('2026-01-01', 110_00), flow('2026-01-01', -10_00), flow('2027-01-01', -110_00)];
  assert.equal(effectiveRatePpm(flows), 100_000);
});

test('two payouts and a repayment between them have a rate like any other', () => {
  const flows = [flow('2025-01-01', 100_00), flow('2026-01-01', 100_00), flow('2027-01-01', -231_00)];
  assert.equal(effectiveRatePpm(flows), 100_000); // 121 + 110
});

test('where several rates fit, the one nearest to zero is meant', () => {
  // −100 + 230 ÷ 1.1 − 132 ÷ 1.21 = 0, and so at 20 %.
  const flows = [flow('2025-01-01', 100_00), flow('2026-01-01', -230_00), flow('2027-01-01', 132_00)];
  assert.equal(effectiveRatePpm(flows), 100_000);
});

test('a rate of zero is found where the worth only touches zero', () => {
  const flows = [flow('2025-01-01', 100_00), flow('2026-01-01', -200_00), flow('2027-01-01', 100_00)];
  assert.equal(effectiveRatePpm(flows), 0); // 100 × (1 − 1 ÷ (1 + r))²
  assert.equal(effectiveRatePpm(flows.map(({ on, amountFen }) => flow(on, -amountFen))), 0);
});

test('a century of flows that no rate fits is refused, not answered by numbers too large to count', () => {
  // −100 + 300 v − 250 v² is below zero for every v.
  const flows = [flow('1926-01-01', -100_00), flow('1976-01-01', 300_00), flow('2025-12-20', -250_00)];
  assert.throws(() => effectiveRatePpm(flows), { code: 'no-rate' });
  assert.throws(() => nominalRatePpm(flows), { code: 'no-rate' });
});

test('a hundred that become two hundred overnight are beyond any rate worth saying', () => {
  assert.throws(() => effectiveRatePpm([flow('2026-01-01', 100_00), flow('2026-01-02', -200_00)]), {
    code: 'rate-above-maximum',
  });
  assert.throws(() => effectiveRatePpm([flow('2026-01-01', 100_00), flow('2027-01-01', -200_00)], 999_999), {
    code: 'rate-above-maximum',
  });
});

test('flows that have no rate are refused with the reason', () => {
  const cases: [flows: Flow[], code: string][] = [
    [[], 'no-flows'],
    [[flow('2026-01-01', 0)], 'no-flows'],
    [[flow('2026-01-01', 100)], 'no-sign-change'],
    [[flow('2026-01-01', 100), flow('2026-01-01', -50)], 'no-sign-change'],
    [[flow('2025-01-01', 100), flow('2026-01-01', -100), flow('2027-01-01', 100)], 'no-rate'],
    [[{ on: '2026-02-30' as BusinessDate, amountFen: fen(1) }], 'not-a-date'],
    [[flow('2026-01-01', 2_000_000_000_000_000)], 'amount-out-of-range'],
  ];
  for (const [flows, code] of cases) {
    assert.throws(() => effectiveRatePpm(flows), { code });
    assert.throws(() => nominalRatePpm(flows), { code });
  }
});

const between = (from: string, to: string) => monthsAndOddDays(businessDate(from), businessDate(to));

test('months are counted back from the later day, odd days lie before them', () => {
  assert.deepEqual(between('1978-02-10', '1978-04-01'), { months: 1, oddDays: 19 });
  assert.deepEqual(between('2026-01-31', '2026-02-28'), { months: 1, oddDays: 0 });
  assert.deepEqual(between('2026-02-28', '2026-03-31'), { months: 1, oddDays: 0 });
  assert.deepEqual(between('2026-01-31', '2026-03-31'), { months: 2, oddDays: 0 });
  assert.deepEqual(between('2026-01-10', '2026-01-31'), { months: 0, oddDays: 21 });
  assert.deepEqual(between('2026-01-10', '2026-01-10'), { months: 0, oddDays: 0 });
});
