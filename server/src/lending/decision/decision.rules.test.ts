import assert from 'node:assert/strict';
import { test } from 'node:test';
import { conventionFor, schedule } from '@miaodai/loan-math';
import { addDays, businessDate, fen, ratePpm, type Fen } from '@miaodai/values';
import fc from 'fast-check';
import { decideOn, limitOf, type Dossier, type Reason } from './decision.rules.ts';

type Changes = Partial<Omit<Dossier, 'product' | 'bureau' | 'bigData'>> & {
  product?: Partial<Omit<Dossier['product'], 'admission'>>;
  admission?: Partial<Dossier['product']['admission']>;
  bureau?: Partial<Dossier['bureau']>;
  bigData?: Partial<Dossier['bigData']>;
};

/** Income 12,000, expenses 4,000, debts 1,200 a month by the bureau: the room is 55 % of the income less the debts, 5,400 a month. */
const dossier = ({ product, admission, bureau, bigData, ...changes }: Changes = {}): Dossier => ({
  decidedOn: businessDate('2026-11-23'),
  bornOn: businessDate('1985-06-15'),
  monthlyIncomeFen: fen(12_000_00),
  monthlyExpenseFen: fen(4_000_00),
  monthlyDebtFen: fen(0),
  termMonths: 12,
  ...changes,
  bureau: {
    reportNo: 'R1',
    monthlyDebtFen: fen(1_200_00),
    overdueCount24m: 0,
    worstOverdueDays: 0,
    lenderQueries6m: 1,
    ...bureau,
  },
  bigData: { score: 815, warnings: [], ...bigData },
  product: {
    annualRatePpm: ratePpm(36_000),
    minAmountFen: fen(1_000_00),
    maxAmountFen: fen(500_000_00),
    amountStepFen: fen(100_00),
    repaymentMethod: 'equal-instalment',
    dayCount: 'monthly',
    limitIncomeMultiple: 24,
    ...product,
    admission: {
      minAgeYears: 18,
      maxAgeYearsAtMaturity: 65,
      maxOverdueCount24m: 2,
      maxWorstOverdueDays: 30,
      maxLenderQueries6m: 10,
      minRiskScore: 450,
      maxDebtToIncomePpm: ratePpm(550_000),
      ...admission,
    },
  },
});
/** Without interest, n instalments repay exactly n times the room. */
const free = { annualRatePpm: ratePpm(0) };

test('the limit is what the monthly room repays over the term', () => {
  // One yuan a month repays (1 − 1.003^−12) ÷ 0.003 = 11.7692 yuan: 5,400 × 11.7692 = 63,553.
  assert.equal(limitOf(dossier()), 63_500_00);
  // (1 − 1.003^−36) ÷ 0.003 = 34.0764: 5,400 × 34.0764 = 184,012.
  assert.equal(limitOf(dossier({ termMonths: 36 })), 184_000_00);
  assert.equal(limitOf(dossier({ product: free })), 64_800_00, '12 × 5,400 to the yuan');
});

test('the room is the income less debts and expenses where that is less than the allowed share', () => {
  // 12,000 − 1,200 − 8,000 = 2,800; 12 × 2,800 = 33,600.
  assert.equal(limitOf(dossier({ monthlyExpenseFen: fen(8_000_00), product: free })), 33_600_00);
  // 12,000 − 1,200 − 5,400 = 5,400: both rules say the same.
  assert.equal(limitOf(dossier({ monthlyExpenseFen: fen(5_400_00), product: free })), 64_800_00);
  // A fen a month more spent: 12 × 5,399.99 = 64,799.88, and the step below is 64,700.
  assert.equal(limitOf(dossier({ monthlyExpenseFen: fen(5_400_01), product: free })), 64_700_00);
});

test('of declared and reported debts the larger counts, never their sum', () => {
  // 6,600 − 3,000 = 3,600; 12 × 3,600 = 43,200.
  assert.equal(limitOf(dossier({ monthlyDebtFen: fen(3_000_00), product: free })), 43_200_00);
  assert.equal(limitOf(dossier({ monthlyDebtFen: fen(1_200_00), product: free })), 64_800_00);
  assert.equal(limitOf(dossier({ monthlyDebtFen: fen(500_00), product: free })), 64_800_00);
});

test('the limit is no more than so many monthly incomes, and no more than the product gives', () => {
  assert.equal(limitOf(dossier({ product: { limitIncomeMultiple: 2 } })), 24_000_00);
  assert.equal(limitOf(dossier({ product: { maxAmountFen: fen(50_000_00) } })), 50_000_00);
  const both = { limitIncomeMultiple: 4, maxAmountFen: fen(30_000_00) };
  assert.equal(limitOf(dossier({ product: both })), 30_000_00);
});

test('the limit goes down to a step of the product, never up', () => {
  assert.equal(limitOf(dossier({ product: { amountStepFen: fen(1_000_00) } })), 63_000_00);
  assert.equal(limitOf(dossier({ product: { amountStepFen: fen(10_000_00) } })), 60_000_00);
  assert.equal(limitOf(dossier({ product: { maxAmountFen: fen(50_050_00), amountStepFen: fen(100_00) } })), 50_000_00);
});

test('the dearest instalment of the method is what must fit the room', () => {
  // Equal principal: the first is a twelfth and 0.3 %, 0.086333 of the loan: 5,400 ÷ 0.086333 = 62,548.
  assert.equal(limitOf(dossier({ product: { repaymentMethod: 'equal-principal' } })), 62_500_00);
  // Interest only: 0.3 % a month of two years' income, 288,000, is 864; the principal at the end is measured by the multiple.
  assert.equal(limitOf(dossier({ product: { repaymentMethod: 'interest-only' } })), 288_000_00);
});

test('who has no room left has no limit, and is declined for it', () => {
  for (const monthlyExpenseFen of [fen(10_800_00), fen(10_800_01), fen(12_000_00), fen(500_000_00)]) {
    const verdict = decideOn(dossier({ monthlyExpenseFen }));
    assert.deepEqual([verdict.approved, verdict.limitFen, verdict.reasons], [false, 0, ['repayment-capacity']]);
  }
  assert.equal(limitOf(dossier({ bureau: { monthlyDebtFen: fen(6_600_00) } })), 0);
  // Also where the months themselves would cost nothing.
  const costless = { ...free, repaymentMethod: 'interest-only' } as const;
  assert.equal(limitOf(dossier({ monthlyExpenseFen: fen(10_800_00), product: costless })), 0);
});

test('a limit below the least amount is none; one that is the least amount is one', () => {
  // A room of 83 yuan repays 996, one of 84 repays 1,008.
  const spends = (yuan: number) => dossier({ monthlyExpenseFen: fen((10_800 - yuan) * 100), product: free });
  assert.deepEqual(decideOn(spends(83)).reasons, ['repayment-capacity']);
  const least = decideOn(spends(84));
  assert.deepEqual([least.approved, least.limitFen], [true, 1_000_00]);
});

const BOUNDARIES: [rule: Reason, what: string, within: Changes, beyond: Changes][] = [
  ['age', 'eighteen today', { bornOn: businessDate('2008-11-23') }, { bornOn: businessDate('2008-11-24') }],
  ['age', 'sixty-five at maturity', { bornOn: businessDate('1961-11-24') }, { bornOn: businessDate('1961-11-23') }],
  [
    'age',
    'sixty-five at the end of three years',
    { termMonths: 36, bornOn: businessDate('1963-11-24') },
    { termMonths: 36, bornOn: businessDate('1963-11-23') },
  ],
  [
    'age',
    'sixty-five after a year that has begun',
    { termMonths: 6, bornOn: businessDate('1961-11-24') },
    { termMonths: 6, bornOn: businessDate('1961-11-23') },
  ],
  [
    'overdue-history',
    'two overdue in two years',
    { bureau: { overdueCount24m: 2 } },
    { bureau: { overdueCount24m: 3 } },
  ],
  ['overdue-history', 'thirty days late', { bureau: { worstOverdueDays: 30 } }, { bureau: { worstOverdueDays: 31 } }],
  ['too-many-queries', 'ten lenders asked', { bureau: { lenderQueries6m: 10 } }, { bureau: { lenderQueries6m: 11 } }],
  ['risk-score', 'a score of 450', { bigData: { score: 450 } }, { bigData: { score: 449 } }],
  ['risk-warning', 'no warning', { bigData: { warnings: [] } }, { bigData: { warnings: ['device'] } }],
];

for (const [rule, what, within, beyond] of BOUNDARIES) {
  test(`${what} is still admitted, the next is declined for ${rule}`, () => {
    assert.deepEqual(decideOn(dossier(within)).reasons, []);
    const { approved, limitFen, reasons } = decideOn(dossier(beyond));
    assert.deepEqual([approved, limitFen, reasons], [false, 0, [rule]]);
  });
}

test('every reason is named once, and every rule leaves its outcome', () => {
  const verdict = decideOn(
    dossier({
      monthlyExpenseFen: fen(12_000_00),
      bureau: { overdueCount24m: 7, worstOverdueDays: 95, lenderQueries6m: 30 },
      bigData: { score: 290, warnings: ['a', 'b'] },
    }),
  );
  assert.deepEqual(verdict.reasons, [
    ...['overdue-history', 'too-many-queries', 'risk-score', 'risk-warning', 'repayment-capacity'],
  ]);
  assert.deepEqual(
    verdict.outcomes.map(({ rule, passed, value, limit }) => `${rule} ${String(passed)} ${value}/${limit}`),
    [
      ...['age true 41/18', 'age true 42/65', 'overdue-history false 7/2', 'overdue-history false 95/30'],
      ...['too-many-queries false 30/10', 'risk-score false 290/450', 'risk-warning false 2/0'],
      'repayment-capacity false 0/100000',
    ],
  );
});

const anyDossier = fc
  .record({
    income: fc.integer({ min: 1_000_00, max: 200_000_00 }),
    expense: fc.integer({ min: 0, max: 100_000_00 }),
    declared: fc.integer({ min: 0, max: 50_000_00 }),
    reported: fc.integer({ min: 0, max: 50_000_00 }),
    termMonths: fc.constantFrom(6, 12, 24, 36),
    rate: fc.integer({ min: 0, max: 240_000 }),
    method: fc.constantFrom('equal-instalment', 'equal-principal', 'interest-only'),
    dayCount: fc.constantFrom('monthly', '30/360', 'actual/360', 'actual/365'),
    overdue: fc.nat(4),
    score: fc.integer({ min: 300, max: 900 }),
    born: fc.integer({ min: 16 * 365, max: 70 * 365 }),
  })
  .map((of) =>
    dossier({
      monthlyIncomeFen: fen(of.income),
      monthlyExpenseFen: fen(of.expense),
      monthlyDebtFen: fen(of.declared),
      termMonths: of.termMonths,
      bornOn: addDays(businessDate('2026-11-23'), -of.born),
      product: { annualRatePpm: ratePpm(of.rate), repaymentMethod: of.method, dayCount: of.dayCount },
      bureau: { monthlyDebtFen: fen(of.reported), overdueCount24m: of.overdue },
      bigData: { score: of.score },
    }),
  );
const money = fc.integer({ min: 1, max: 50_000_00 });

test('more income never lowers the limit, more debts or expenses never raise it', () => {
  fc.assert(
    fc.property(anyDossier, money, (one, more) => {
      const limit = limitOf(one);
      const raised = (amount: Fen) => fen(amount + more);
      assert.ok(limitOf({ ...one, monthlyIncomeFen: raised(one.monthlyIncomeFen) }) >= limit);
      assert.ok(limitOf({ ...one, monthlyDebtFen: raised(one.monthlyDebtFen) }) <= limit);
      assert.ok(limitOf({ ...one, monthlyExpenseFen: raised(one.monthlyExpenseFen) }) <= limit);
      const bureau = { ...one.bureau, monthlyDebtFen: raised(one.bureau.monthlyDebtFen) };
      assert.ok(limitOf({ ...one, bureau }) <= limit);
    }),
    { numRuns: 60 },
  );
});

test('approved means no reason against it and an amount that may be lent, and the same dossier means the same verdict', () => {
  fc.assert(
    fc.property(anyDossier, (one) => {
      const verdict = decideOn(one);
      const { minAmountFen, maxAmountFen, amountStepFen, annualRatePpm } = one.product;
      assert.deepEqual(decideOn(structuredClone(one)), verdict);
      assert.equal(verdict.approved, verdict.reasons.length === 0);
      assert.equal(
        verdict.approved,
        verdict.outcomes.every(({ passed }) => passed),
      );
      assert.equal(verdict.annualRatePpm, annualRatePpm);
      if (!verdict.approved) return assert.equal(verdict.limitFen, 0);
      assert.ok(verdict.limitFen >= minAmountFen && verdict.limitFen <= maxAmountFen);
      assert.equal(verdict.limitFen % amountStepFen, 0);
    }),
    { numRuns: 100 },
  );
});

test('what is approved can be repaid each month, and a step more could not', () => {
  fc.assert(
    fc.property(anyDossier, (one) => {
      const limit = limitOf(one);
      const debt = Math.max(one.monthlyDebtFen, one.bureau.monthlyDebtFen);
      // Compared in hundredths of a fen, so that nothing is rounded here.
      const room = Math.min(
        (one.monthlyIncomeFen * 55) / 100 + 0.5 - debt,
        one.monthlyIncomeFen - debt - one.monthlyExpenseFen,
      );
      const dearest = (principal: number): number => {
        const { product, termMonths, decidedOn } = one;
        const { rows } = schedule({
          method: product.repaymentMethod,
          principalFen: fen(principal),
          annualRatePpm: product.annualRatePpm,
          periods: termMonths,
          convention: conventionFor(product.dayCount),
          disbursedOn: decidedOn,
        });
        const monthly = product.repaymentMethod === 'interest-only' ? rows.slice(0, -1) : rows;
        return Math.max(...monthly.map(({ totalFen }) => totalFen));
      };
      if (limit > 0) assert.ok(dearest(limit) <= room);
      const next = limit + one.product.amountStepFen;
      const most = Math.min(one.product.maxAmountFen, one.monthlyIncomeFen * one.product.limitIncomeMultiple);
      if (next <= most && room > 1) assert.ok(dearest(next) > room - 1);
    }),
    { numRuns: 60 },
  );
});
