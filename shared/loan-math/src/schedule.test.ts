import assert from 'node:assert/strict';
import { test } from 'node:test';
import { businessDate, fen, ratePpm } from '@miaodai/values';
import { conventionFor } from './convention.ts';
import { schedule, schedulesOf } from './schedule.ts';
import { someTerms } from './test-terms.ts';
import type { Terms } from './terms.ts';

type Column = 'principalFen' | 'interestFen' | 'totalFen' | 'balanceFen' | 'days' | 'dueOn';
const column = (terms: Terms, name: Column) => schedule(terms).rows.map((row) => row[name]);

// By hand: interest is the balance × 0.003, principal 849.67 less it; the last takes 847.15 + 2.54.
test('ten thousand yuan, twelve equal instalments, 3.6 % by months', () => {
  const plan = schedule(someTerms());
  assert.equal(plan.levelPaymentFen, 849_67);
  assert.deepEqual(
    plan.rows.map((row) => [row.interestFen, row.principalFen, row.balanceFen]),
    [
      [30_00, 819_67, 9_180_33],
      [27_54, 822_13, 8_358_20],
      [25_07, 824_60, 7_533_60],
      [22_60, 827_07, 6_706_53],
      [20_12, 829_55, 5_876_98],
      [17_63, 832_04, 5_044_94],
      [15_13, 834_54, 4_210_40],
      [12_63, 837_04, 3_373_36],
      [10_12, 839_55, 2_533_81],
      [7_60, 842_07, 1_691_74],
      [5_08, 844_59, 847_15],
      [2_54, 847_15, 0],
    ],
  );
  assert.equal(plan.rows[11]?.totalFen, 849_69);
  assert.equal(plan.totalInterestFen, 196_06);
});

// 365,000 yuan at 10 % over 365 bear 100 yuan a day; 183,346.75 for 28 days bear 1,406.4956…
test('equal instalments by actual days are equal though the months are not', () => {
  const terms = someTerms({
    principalFen: fen(365_000_00),
    annualRatePpm: ratePpm(100_000),
    periods: 2,
    convention: conventionFor('actual/365'),
    disbursedOn: businessDate('2026-01-01'),
  });
  assert.deepEqual(column(terms, 'interestFen'), [3_100_00, 1_406_50]);
  assert.deepEqual(column(terms, 'totalFen'), [184_753_25, 184_753_25]);
  assert.deepEqual(column(terms, 'days'), [31, 28]);
});

test('equal principal: a third each, the last fen with the last, interest falling', () => {
  const terms = someTerms({ method: 'equal-principal', periods: 3 });
  assert.equal(schedule(terms).levelPaymentFen, null);
  assert.deepEqual(column(terms, 'principalFen'), [3_333_33, 3_333_33, 3_333_34]);
  assert.deepEqual(column(terms, 'interestFen'), [30_00, 20_00, 10_00]);
  assert.deepEqual(column(terms, 'balanceFen'), [6_666_67, 3_333_34, 0]);
});

test('equal principal rounds its part half up too', () => {
  const terms = someTerms({ method: 'equal-principal', periods: 3, principalFen: fen(10_000_01) });
  assert.deepEqual(column(terms, 'principalFen'), [3_333_34, 3_333_34, 3_333_33]); // 3,333.33666…
});

test('interest only: interest each month, the whole principal with the last', () => {
  const terms = someTerms({ method: 'interest-only', periods: 3 });
  assert.equal(schedule(terms).levelPaymentFen, null);
  assert.deepEqual(column(terms, 'totalFen'), [30_00, 30_00, 10_030_00]);
  assert.deepEqual(column(terms, 'balanceFen'), [10_000_00, 10_000_00, 0]);
});

// 10,000 × 3.6 % ÷ 360 is one yuan a day: 41 days from 10 January are a month and ten days.
test('a long first period bears its odd days, a short one only its own days', () => {
  const long = someTerms({ method: 'interest-only', periods: 2, disbursedOn: businessDate('2026-01-10'), dueDay: 20 });
  assert.deepEqual(column(long, 'interestFen'), [40_00, 30_00]);
  assert.deepEqual(column(long, 'days'), [41, 28]);
  const short = { ...long, firstDueOn: businessDate('2026-01-20') };
  assert.deepEqual(column(short, 'interestFen'), [10_00, 30_00]);
  assert.deepEqual(column(short, 'dueOn'), ['2026-01-20', '2026-02-20']);
});

test('30/360 shows and counts thirty days a month', () => {
  const terms = someTerms({ method: 'interest-only', periods: 2, convention: conventionFor('30/360') });
  assert.deepEqual(column(terms, 'days'), [30, 30]);
  assert.deepEqual(column(terms, 'interestFen'), [30_00, 30_00]);
});

// 24 % over 360 for 90 days is 6 % of 10,000 yuan; a level payment over 36 months is about 400.
test('where a long first period costs more than the level payment, it is all interest and the rest stays level', () => {
  const plan = schedule(
    someTerms({
      annualRatePpm: ratePpm(240_000),
      periods: 36,
      disbursedOn: businessDate('2026-01-15'),
      firstDueOn: businessDate('2026-04-15'),
    }),
  );
  assert.equal(plan.rows[0]?.totalFen, 600_00);
  assert.equal(plan.rows[0]?.balanceFen, 10_000_00);
  const level = plan.levelPaymentFen as number;
  assert.ok(plan.rows.slice(1, -1).every((row) => row.totalFen === level));
  assert.ok(Math.abs((plan.rows[35]?.totalFen as number) - level) <= 50); // (1.02^35 − 1) ÷ 0.02 = 49.99 fen.
});

test('without interest: shared out, the remainder last', () => {
  const plan = schedule(someTerms({ annualRatePpm: ratePpm(0) }));
  assert.equal(plan.totalInterestFen, 0);
  assert.equal(plan.rows[0]?.totalFen, 833_33);
  assert.equal(plan.rows[11]?.totalFen, 833_37);
});

test('one period is one repayment of everything', () => {
  assert.deepEqual(column(someTerms({ periods: 1 }), 'totalFen'), [10_030_00]);
});

test('one fen over twelve months is repaid with the last', () => {
  const terms = someTerms({ principalFen: fen(1) });
  assert.deepEqual(column(terms, 'totalFen'), [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
});

const refused: [what: string, given: Record<string, unknown>, code: string, path: string][] = [
  ['an unknown method', { method: 'balloon' }, 'unknown-method', 'method'],
  ['no principal', { principalFen: 0 }, 'principal-out-of-range', 'principalFen'],
  ['a fraction of a fen', { principalFen: 1.5 }, 'principal-out-of-range', 'principalFen'],
  ['more than ten billion yuan', { principalFen: 1_000_000_000_001 }, 'principal-out-of-range', 'principalFen'],
  ['a negative rate', { annualRatePpm: -1 }, 'rate-out-of-range', 'annualRatePpm'],
  ['more than 100 %', { annualRatePpm: 1_000_001 }, 'rate-out-of-range', 'annualRatePpm'],
  ['no period', { periods: 0 }, 'periods-out-of-range', 'periods'],
  ['more than 600 periods', { periods: 601 }, 'periods-out-of-range', 'periods'],
  ['due day 32', { dueDay: 32 }, 'due-day-out-of-range', 'dueDay'],
  ['30 February', { disbursedOn: '2026-02-30' }, 'not-a-date', 'disbursedOn'],
  ['a day out of our time', { disbursedOn: '1899-12-31' }, 'date-out-of-range', 'disbursedOn'],
  ['due dates out of our time', { disbursedOn: '2299-06-01' }, 'date-out-of-range', 'periods'],
  ['a first due date on the payout day', { firstDueOn: '2026-01-15' }, 'first-due-not-after-payout', 'firstDueOn'],
  ['a first due date off the due day', { firstDueOn: '2026-02-16', dueDay: 15 }, 'first-due-off-due-day', 'firstDueOn'],
  ['another day count', { convention: conventionFor('actual/364' as 'monthly') }, 'unknown-convention', 'dayCount'],
  [
    'another version',
    { convention: { ...conventionFor('monthly'), version: '2' } },
    'unknown-convention',
    'convention',
  ],
];
for (const [what, given, code, path] of refused)
  test(`${what}: refused`, () => {
    assert.throws(() => schedule(someTerms(given)), { name: 'LoanMathError', code, path });
  });

test('plans for several principals are each the plan of that principal alone, whatever was asked before', () => {
  const terms: Omit<Terms, 'principalFen'> = {
    method: 'equal-instalment',
    annualRatePpm: ratePpm(43_500),
    periods: 12,
    convention: conventionFor('actual/365'),
    disbursedOn: businessDate('2026-01-31'),
  };
  const others = [terms, { ...terms, dueDay: 5 }, { ...terms, firstDueOn: businessDate('2026-03-20') }];
  for (const same of others) {
    const planFor = schedulesOf(same);
    for (const principalFen of [fen(50_000_00), fen(1_00), fen(300_000_00)]) {
      assert.deepEqual(planFor(principalFen), schedule({ ...same, principalFen }));
    }
  }
});
