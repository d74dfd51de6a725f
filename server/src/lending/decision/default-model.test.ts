import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { conventionFor, schedule } from '@miaodai/loan-math';
import { fen, ratePpm } from '@miaodai/values';
import fc from 'fast-check';
import type { Dossier } from './dossier.rules.ts';
import { decideOn, evaluate } from './engine.ts';
import { sampleDossiers } from './sample-dossiers.rules.ts';
import { differencesBetween, limitOf } from './verdict.rules.ts';

const MODEL = readFileSync(join(import.meta.dirname, '..', '..', 'seed', 'models', 'default.json'), 'utf8');
const [ordinary] = sampleDossiers as [Dossier];

type Changes = { [Group in keyof Dossier]?: Partial<Dossier[Group]> };
/** Income 12,000, expenses 4,000, debts 1,200 a month by the bureau: the room is 55 % of the income less the debts, 5,400 a month. */
const dossier = (changes: Changes = {}): Dossier =>
  Object.fromEntries(
    Object.entries(ordinary).map(([group, values]) => {
      const changed = changes[group as keyof Dossier];
      return [group, typeof values === 'object' ? { ...values, ...(changed as object) } : (changed ?? values)];
    }),
  ) as Dossier;
const limit = async (changes: Changes = {}, model = MODEL) => (await decideOn(model, dossier(changes))).limitFen;
/** Without interest, n instalments repay exactly n times the room. */
const free = { annualRatePpm: ratePpm(0) };
const spends = (yuan: number) => ({ monthlyExpenseFen: fen(yuan * 100) });
const owes = (yuan: number) => ({ monthlyDebtFen: fen(yuan * 100) });

test('the limit is what the monthly room repays over the term', async () => {
  // One yuan a month repays (1 − 1.003^−12) ÷ 0.003 = 11.7692 yuan: 5,400 × 11.7692 = 63,553.
  assert.equal(await limit(), 63_500_00);
  // (1 − 1.003^−36) ÷ 0.003 = 34.0764: 5,400 × 34.0764 = 184,012.
  assert.equal(await limit({ application: { termMonths: 36 } }), 184_000_00);
  assert.equal(await limit({ product: free }), 64_800_00, '12 × 5,400 to the yuan');
});

test('the room is the income less debts and expenses where that is less than the allowed share', async () => {
  // 12,000 − 1,200 − 8,000 = 2,800; 12 × 2,800 = 33,600.
  assert.equal(await limit({ applicant: spends(8_000), product: free }), 33_600_00);
  // 12,000 − 1,200 − 5,400 = 5,400: both rules say the same.
  assert.equal(await limit({ applicant: spends(5_400), product: free }), 64_800_00);
  // A fen a month more spent: 12 × 5,399.99 = 64,799.88, and the step below is 64,700.
  assert.equal(await limit({ applicant: spends(5_400.01), product: free }), 64_700_00);
});

test('of declared and reported debts the larger counts, never their sum', async () => {
  // 6,600 − 3,000 = 3,600; 12 × 3,600 = 43,200.
  assert.equal(await limit({ applicant: owes(3_000), product: free }), 43_200_00);
  assert.equal(await limit({ applicant: owes(1_200), product: free }), 64_800_00);
  assert.equal(await limit({ applicant: owes(500), product: free }), 64_800_00);
});

test('the limit goes by employer and score, and is no more than the product gives', async () => {
  // Over twenty years the room of 9,800 repays more than any multiple of 20,000.
  const long = { applicant: { monthlyIncomeFen: fen(20_000_00) }, application: { termMonths: 240 }, product: free };
  const of = (grade: string, bigData = {}) => limit({ ...long, employer: { grade }, bigData });
  // 400 + 100 + 80 + 60 + 50 + 60 + 80 + 40 + 120 = 990, 950 and 910: an A of the customer each.
  assert.equal(await of('A'), 500_000_00, '30 × 20,000, and the product gives 500,000');
  assert.equal(await of('B'), 480_000_00, '24 × 20,000');
  assert.equal(await of('C'), 360_000_00, '18 × 20,000');
  // 50,000 is not a whole number of steps of 7,000: seven of them.
  assert.equal(await limit({ product: { maxAmountFen: fen(50_000_00), amountStepFen: fen(7_000_00) } }), 49_000_00);
  // 400 + 20 + 20 + 30 + 30 + 20 + 80 + 40 + 60 = 700: a B. Two overdue less: 640, a C, and twelve incomes.
  const poor = { ageYears: 25, education: 'college', housing: 'rented', monthlyIncomeFen: fen(20_000_00) };
  const plain = { ...long, applicant: poor, employer: { grade: 'C', monthsEmployed: 5 }, bigData: { score: 450 } };
  assert.equal(await limit(plain), 360_000_00);
  const late = await decideOn(MODEL, dossier({ ...plain, bureau: { overdueCount24m: 2 } }));
  assert.deepEqual([late.score, late.grade, late.limitFen], [640, 'C', 240_000_00]);
});

test('the dearest instalment of the method is what must fit the room', async () => {
  // Equal principal: the first is a twelfth and 0.3 %, 0.086333 of the loan: 5,400 ÷ 0.086333 = 62,548.
  assert.equal(await limit({ product: { repaymentMethod: 'equal-principal' } }), 62_500_00);
  // Interest only: 0.3 % a month of two years' income, 288,000, is 864; the principal at the end is measured by the multiple.
  assert.equal(await limit({ product: { repaymentMethod: 'interest-only' } }), 288_000_00);
});

test('who has no room left has no limit, and is declined for it', async () => {
  for (const yuan of [10_800, 10_800.01, 12_000, 500_000]) {
    const verdict = await decideOn(MODEL, dossier({ applicant: spends(yuan) }));
    assert.deepEqual([verdict.approved, verdict.limitFen, verdict.reasons], [false, 0, ['repayment-capacity']]);
  }
  assert.equal(await limit({ bureau: owes(6_600) }), 0);
  // Also where the months themselves would cost nothing.
  const costless = { ...free, repaymentMethod: 'interest-only' } as const;
  assert.equal(await limit({ applicant: spends(10_800), product: costless }), 0);
});

test('a limit below the least amount is none; one that is the least amount is one', async () => {
  // A room of 83 yuan repays 996, one of 84 repays 1,008.
  const left = (yuan: number) => decideOn(MODEL, dossier({ applicant: spends(10_800 - yuan), product: free }));
  assert.deepEqual((await left(83)).reasons, ['repayment-capacity']);
  const least = await left(84);
  assert.deepEqual([least.approved, least.limitFen], [true, 1_000_00]);
});

const BOUNDARIES: [rule: string, what: string, within: Changes, beyond: Changes][] = [
  ['age', 'eighteen today', { applicant: { ageYears: 18 } }, { applicant: { ageYears: 17 } }],
  ['age', 'sixty-five at maturity', { applicant: { ageYears: 64 } }, { applicant: { ageYears: 65 } }],
  [
    ...(['age', 'sixty-five after a year that has begun'] as const),
    { application: { termMonths: 6 }, applicant: { ageYears: 64 } },
    { application: { termMonths: 13 }, applicant: { ageYears: 64 } },
  ],
  ['employment', 'an employee', {}, { employer: { employee: false } }],
  ['overdue-history', 'two overdue', { bureau: { overdueCount24m: 2 } }, { bureau: { overdueCount24m: 3 } }],
  ['overdue-history', 'thirty days late', { bureau: { worstOverdueDays: 30 } }, { bureau: { worstOverdueDays: 31 } }],
  ['too-many-queries', 'ten lenders', { bureau: { lenderQueries6m: 10 } }, { bureau: { lenderQueries6m: 11 } }],
  ['risk-score', 'a score of 450', { bigData: { score: 450 } }, { bigData: { score: 449 } }],
  ['risk-warning', 'no warning', {}, { bigData: { warnings: ['device'] } }],
  ['own-history', 'thirty days late here', { history: { overdueDays: 30 } }, { history: { overdueDays: 31 } }],
];

for (const [rule, what, within, beyond] of BOUNDARIES) {
  test(`${what} is still admitted, the next is declined for ${rule}`, async () => {
    assert.deepEqual((await decideOn(MODEL, dossier(within))).reasons, []);
    const { approved, limitFen, reasons } = await decideOn(MODEL, dossier(beyond));
    assert.deepEqual([approved, limitFen, reasons], [false, 0, [rule]]);
  });
}

test('every reason is named once, and every rule leaves its outcome', async () => {
  const verdict = await decideOn(
    MODEL,
    dossier({
      applicant: spends(12_000_00),
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
      ...['age true 41/18', 'age true 42/65', 'employment true 1/1'],
      ...['overdue-history false 7/2', 'overdue-history false 95/30', 'too-many-queries false 30/10'],
      ...['risk-score false 290/450', 'risk-warning false 2/0', 'own-history true 0/30'],
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
    repaymentMethod: fc.constantFrom('equal-instalment', 'equal-principal', 'interest-only'),
    dayCount: fc.constantFrom('monthly', '30/360', 'actual/360', 'actual/365'),
    overdueCount24m: fc.nat(4),
    score: fc.integer({ min: 300, max: 900 }),
    ageYears: fc.integer({ min: 16, max: 70 }),
    grade: fc.constantFrom('A', 'B', 'C'),
  })
  .map(({ income, expense, declared, reported, rate, ...of }) =>
    dossier({
      application: { termMonths: of.termMonths },
      applicant: {
        ...{ ageYears: of.ageYears, monthlyIncomeFen: fen(income) },
        ...{ monthlyExpenseFen: fen(expense), monthlyDebtFen: fen(declared) },
      },
      employer: { grade: of.grade },
      bureau: { monthlyDebtFen: fen(reported), overdueCount24m: of.overdueCount24m },
      bigData: { score: of.score },
      product: { annualRatePpm: ratePpm(rate), repaymentMethod: of.repaymentMethod, dayCount: of.dayCount },
    }),
  );

test('ten thousand dossiers: each is approved or declined for a reason, and a second time in the same way', async () => {
  const dossiers = fc.sample(anyDossier, { numRuns: Number(process.env['DECISIONS'] ?? 1_000), seed: 20_261_123 });
  let approved = 0;
  for (const one of dossiers) {
    const verdict = await decideOn(MODEL, one);
    const { minAmountFen, maxAmountFen, amountStepFen } = one.product;
    assert.equal(verdict.approved, verdict.reasons.length === 0);
    assert.equal(
      verdict.approved,
      verdict.outcomes.every(({ passed }) => passed),
    );
    if (verdict.approved) {
      approved += 1;
      assert.ok(verdict.limitFen >= minAmountFen && verdict.limitFen <= maxAmountFen);
      assert.equal(verdict.limitFen % amountStepFen, 0);
    } else assert.equal(verdict.limitFen, 0);
    const again = await decideOn(MODEL, JSON.parse(JSON.stringify(one)) as Dossier);
    assert.deepEqual(differencesBetween(verdict, again), []);
  }
  assert.ok(approved > dossiers.length / 10 && approved < dossiers.length, `${approved} approved: both sides are seen`);
});

test('what is approved can be repaid each month, and a step more could not', async () => {
  await fc.assert(
    fc.asyncProperty(anyDossier, async (one) => {
      const output = await evaluate(MODEL, one);
      const limit = limitOf(one, output);
      const debt = Math.max(one.applicant.monthlyDebtFen, one.bureau.monthlyDebtFen);
      const { monthlyIncomeFen, monthlyExpenseFen } = one.applicant;
      // Half a fen is where the share is rounded.
      const room = Math.min((monthlyIncomeFen * 55) / 100 + 0.5 - debt, monthlyIncomeFen - debt - monthlyExpenseFen);
      const dearest = (principal: number): number => {
        const { product, decidedOn } = one;
        const { rows } = schedule({
          method: product.repaymentMethod,
          principalFen: fen(principal),
          annualRatePpm: product.annualRatePpm,
          periods: one.application.termMonths,
          convention: conventionFor(product.dayCount),
          disbursedOn: decidedOn,
        });
        const monthly = product.repaymentMethod === 'interest-only' ? rows.slice(0, -1) : rows;
        return Math.max(...monthly.map(({ totalFen }) => totalFen));
      };
      if (limit > 0) assert.ok(dearest(limit) <= room);
      const next = limit + one.product.amountStepFen;
      const most = Math.min(one.product.maxAmountFen, output.capFen);
      if (next <= most && room > 1) assert.ok(dearest(next) > room - 1);
    }),
    { numRuns: 60 },
  );
});
