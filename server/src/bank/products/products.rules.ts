import { ok, refuse, type Fen, type RatePpm, type Result } from '@miaodai/values';
import { fen, ratePpm } from '@miaodai/values';
import { z } from 'zod';

const amount = z
  .number()
  .int()
  .min(1)
  .transform((n): Fen => fen(n));
const rate = z
  .number()
  .int()
  .min(0)
  .max(1_000_000)
  .transform((n): RatePpm => ratePpm(n));

/** What staff set for a product; names as in products.parameters. */
export const parametersSchema = z
  .object({
    annualRatePpm: rate,
    minAmountFen: amount,
    maxAmountFen: amount,
    amountStepFen: amount,
    /** Up to here a loan is decided, signed and paid out without an officer. */
    onlineThresholdFen: amount,
    termsMonths: z.array(z.number().int().min(1).max(360)).min(1).max(24),
    purposes: z.array(z.object({ code: z.string().regex(/^[a-z-]{1,32}$/), label: z.string().min(1).max(20) })).min(1),
    repaymentMethod: z.enum(['equal-instalment', 'equal-principal', 'interest-only']),
    dayCount: z.enum(['monthly', '30/360', 'actual/360', 'actual/365']),
    /** Added to the contract's rate on what is overdue; 0 charges nothing. */
    penaltyRatePpm: rate,
    earlyRepaymentFeePpm: rate,
    offerValidDays: z.number().int().min(1).max(365),
    /** The bank's own account at the core that loans are paid out of. */
    fundingAccountNo: z.string().regex(/^\d{10,24}$/),
    admission: z.object({
      minAgeYears: z.number().int().min(18),
      maxAgeYearsAtMaturity: z.number().int().max(100),
      maxOverdueCount24m: z.number().int().min(0),
      maxWorstOverdueDays: z.number().int().min(0),
      maxLenderQueries6m: z.number().int().min(0),
      minRiskScore: z.number().int().min(0).max(1000),
      /** All instalments together may take so much of the income. */
      maxDebtToIncomePpm: rate,
    }),
    /** The limit is so many times the monthly income, at most. */
    limitIncomeMultiple: z.number().int().min(1).max(100),
  })
  .refine(
    (p) => p.minAmountFen <= p.maxAmountFen && p.onlineThresholdFen >= p.minAmountFen,
    'amounts contradict each other',
  );

export type Product = z.infer<typeof parametersSchema> & {
  productCode: string;
  branchCode: string;
  name: string;
  route: 'instant' | 'standard';
};

export type AmountRefusal = 'below-minimum' | 'above-limit' | 'not-a-multiple';

/** Whether an amount may be asked for, under the smaller of the product's maximum and the customer's own limit. */
export function checkAmount(product: Product, wanted: Fen, limit: Fen): Result<Fen, AmountRefusal> {
  const most = Math.min(limit, product.maxAmountFen);
  if (wanted < product.minAmountFen) return refuse('below-minimum', { minFen: product.minAmountFen });
  if (wanted > most) return refuse('above-limit', { maxFen: most });
  if (wanted % product.amountStepFen !== 0) return refuse('not-a-multiple', { stepFen: product.amountStepFen });
  return ok(wanted);
}
