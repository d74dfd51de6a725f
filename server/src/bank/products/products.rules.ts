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

const source = z.object({ deadlineMs: z.number().int().min(100).max(7_000), must: z.boolean() });

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
    /** Of the principal that is repaid before its time. */
    earlyRepaymentFeePpm: rate,
    /** Paid within so many days after the due date, no penalty is charged. */
    graceDays: z.number().int().min(0).max(30),
    /** In which order a payment settles the parts of an instalment; the oldest instalment goes first. */
    allocation: z
      .array(z.enum(['penalty', 'interest', 'principal']))
      .length(3)
      .refine((parts) => new Set(parts).size === 3, 'each part once'),
    /** An automatic debit takes what is there where that is not all. */
    partialDebit: z.boolean(),
    /** So many days after the due date the account is still debited automatically. */
    debitRetryDays: z.number().int().min(0).max(3_660),
    /** Told so many days before the due date, and so many days after it while it is not paid. */
    reminderDays: z.array(z.number().int().min(0).max(60)).max(10),
    overdueReminderDays: z.array(z.number().int().min(1).max(3_660)).max(30),
    /** 五级分类: from so many days past due on. */
    classFromDays: z
      .object({
        'special-mention': z.number().int().min(1).max(3_660),
        substandard: z.number().int().min(1).max(3_660),
        doubtful: z.number().int().min(1).max(3_660),
        loss: z.number().int().min(1).max(3_660),
      })
      .refine(
        (from) =>
          from['special-mention'] < from.substandard && from.substandard < from.doubtful && from.doubtful < from.loss,
        'classes in order',
      ),
    earlyRepayment: z.object({
      /** Done at once, or an officer approves and sets the day of the debit. */
      approval: z.enum(['none', 'officer']),
      /** The least principal that is repaid before its time, unless it is all, and the steps above it. */
      minFen: amount,
      stepFen: amount,
      /** Not before so many days after the payout. */
      fromDays: z.number().int().min(0).max(3_660),
      /** How long a quote is honoured. */
      quoteSeconds: z.number().int().min(60).max(86_400),
      /** The customer is reminded so many working days before the day of the debit. */
      reminderWorkingDays: z.number().int().min(0).max(30),
    }),
    /** An application that nobody has gone on with for so long expires. */
    draftDays: z.number().int().min(1).max(365),
    /** Whoever was declined may apply again after so long; 0: the same day. */
    resubmitAfterDays: z.number().int().min(0).max(365),
    offerValidDays: z.number().int().min(1).max(365),
    /** The bank's own account at the core that loans are paid out of. */
    fundingAccountNo: z.string().regex(/^\d{10,24}$/),
    /** Whom a decision asks, how long it waits for each, and whether it goes on without. */
    sources: z.object({
      hr: source,
      bureau: source,
      bigData: source.extend({
        /** What counts where the platform is silent. */
        fallbackScore: z.number().int().min(0).max(1000),
      }),
    }),
    /** Of a standard loan: whether the model alone may decline it, or only a person. */
    autoDecline: z.boolean(),
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
