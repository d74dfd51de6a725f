import { conventionFor, schedulesOf } from '@miaodai/loan-math';
import { canonicalJson, fen, ratePpm, ZERO, type Fen, type RatePpm } from '@miaodai/values';
import { z } from 'zod';
import type { Dossier } from './dossier.rules.ts';

const amount = z
  .number()
  .int()
  .min(0)
  .max(Number.MAX_SAFE_INTEGER)
  .transform((n): Fen => fen(n));

/** What a model must say of a dossier. The limit itself is computed here: policy is the model's, money is the code's. */
export const modelOutputSchema = z.object({
  /** Every rule, whether it was kept or not: the value found, and what it is held against. */
  rules: z
    .array(
      z.object({
        rule: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/),
        kind: z.enum(['at-least', 'at-most']),
        value: z.number(),
        limit: z.number(),
      }),
    )
    .min(1)
    .max(200),
  score: z.number().int().min(0).max(1000),
  grade: z.string().min(1).max(8),
  annualRatePpm: z
    .number()
    .int()
    .min(0)
    .max(360_000)
    .transform((n): RatePpm => ratePpm(n)),
  /** What may be left for an instalment each month. */
  roomFen: amount,
  /** No more than this, whatever the room would repay. */
  capFen: amount,
});
export type ModelOutput = z.output<typeof modelOutputSchema>;

type Means = Pick<ModelOutput, 'roomFen' | 'capFen' | 'annualRatePpm'>;
export type RuleOutcome = {
  rule: string;
  kind: 'at-least' | 'at-most';
  passed: boolean;
  value: number;
  limit: number;
};
export type Verdict = {
  approved: boolean;
  limitFen: Fen;
  annualRatePpm: RatePpm;
  score: number;
  grade: string;
  reasons: string[];
  outcomes: RuleOutcome[];
};

/** The one rule that is not the model's: what the customer can repay must be worth a loan. */
export const CAPACITY = 'repayment-capacity';

/** What follows from a model's answer: pure, so that any past decision can be made again from what is kept. */
export function verdictOn(dossier: Dossier, output: ModelOutput): Verdict {
  const { minAmountFen } = dossier.product;
  const limit = limitOf(dossier, output);
  const outcomes: RuleOutcome[] = [
    ...output.rules.map(({ rule, kind, value, limit: bound }) => ({
      ...{ rule, kind, value, limit: bound },
      passed: kind === 'at-least' ? value >= bound : value <= bound,
    })),
    { rule: CAPACITY, kind: 'at-least', passed: limit >= minAmountFen, value: limit, limit: minAmountFen },
  ];
  const reasons = [...new Set(outcomes.filter(({ passed }) => !passed).map(({ rule }) => rule))];
  const approved = reasons.length === 0;
  const { annualRatePpm, score, grade } = output;
  return { approved, limitFen: approved ? limit : ZERO, annualRatePpm, score, grade, reasons, outcomes };
}

/** The largest loan in the product's steps whose dearest instalment fits the room; no more than the cap, nor than the product gives. */
export function limitOf(dossier: Dossier, { roomFen, capFen, annualRatePpm }: Means): Fen {
  if (roomFen === 0) return ZERO;
  const { maxAmountFen, amountStepFen } = dossier.product;
  const mostSteps = Math.floor(Math.min(capFen, maxAmountFen) / amountStepFen);
  return largestRepayable(dossier, { roomFen, annualRatePpm }, mostSteps);
}

/** Instalments grow with the principal, and nearly in proportion: the next guess is where the room would be, so that a few do. */
function largestRepayable(
  { decidedOn, application, product }: Dossier,
  { roomFen, annualRatePpm }: Pick<ModelOutput, 'roomFen' | 'annualRatePpm'>,
  mostSteps: number,
): Fen {
  const planFor = schedulesOf({
    method: product.repaymentMethod,
    annualRatePpm,
    periods: application.termMonths,
    convention: conventionFor(product.dayCount),
    disbursedOn: decidedOn,
  });
  const dearest = (steps: number): number => {
    const plan = planFor(fen(steps * product.amountStepFen));
    // The principal of an interest-only loan falls due in one sum, which no monthly room is measured by.
    const rows = product.repaymentMethod === 'interest-only' ? plan.rows.slice(0, -1) : plan.rows;
    return rows.reduce((most, row) => Math.max(most, row.totalFen), 0);
  };
  let low = 0;
  let high = mostSteps;
  let guess = mostSteps;
  for (let tries = 1; low < high; tries += 1) {
    const cost = dearest(guess);
    if (cost <= roomFen) low = guess;
    else high = guess - 1;
    const near = tries < GUESSES ? Math.floor((guess * roomFen) / Math.max(cost, 1)) : Math.ceil((low + high) / 2);
    guess = Math.min(Math.max(near, low + 1), high);
  }
  return fen(low * product.amountStepFen);
}

/** Then by halving, which ends whatever the terms. */
const GUESSES = 6;

export type Difference = { what: string; stored: string; now: string };
type Kept = Omit<Verdict, 'score' | 'grade'> & { score: number | null; grade: string | null };

const COMPARED = ['approved', 'limitFen', 'annualRatePpm', 'score', 'grade', 'reasons', 'outcomes'] as const;

/** In which figures an answer differs from the one that is kept. */
export const differencesBetween = (stored: Kept, now: Verdict): Difference[] =>
  COMPARED.flatMap((what) => {
    // The database keeps the names of an outcome in an order of its own.
    const [was, is] = [canonicalJson(stored[what]), canonicalJson(now[what])];
    return was === is ? [] : [{ what, stored: was, now: is }];
  });
