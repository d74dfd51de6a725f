import { z } from 'zod';
import { defineOperations } from '../operation.ts';
import {
  bookedFenSchema,
  daySchema,
  fenSchema,
  ppmSchema,
  repaymentMethodSchema,
  scheduleRowSchema,
} from '../schemas.ts';

export const productSchema = z
  .object({
    code: z.string(),
    name: z.string(),
    /** The instant loan is decided at once; the standard one asks how much is wanted, and an officer decides. */
    route: z.enum(['instant', 'standard']),
    /** Paragraphs of the introduction. */
    introduction: z.array(z.string()),
    /** 年化利率（单利）, the one figure that every page shows. */
    annualRatePpm: ppmSchema,
    /** Compounded (IRR) of a plan of the longest term: for the cost statement. */
    irrPpm: ppmSchema,
    minAmountFen: bookedFenSchema,
    maxAmountFen: bookedFenSchema,
    amountStepFen: bookedFenSchema,
    /** Up to here a loan is decided, signed and paid out online. */
    onlineThresholdFen: bookedFenSchema,
    termsMonths: z.array(z.number().int()),
    purposes: z.array(z.object({ code: z.string(), label: z.string() })),
    repaymentMethod: repaymentMethodSchema,
    /** Interest convention of the product, as in the contract: 'monthly', '30/360', 'actual/360' or 'actual/365'. */
    dayCount: z.enum(['monthly', '30/360', 'actual/360', 'actual/365']),
    servicePhone: z.string(),
  })
  .meta({ id: 'Product' });

export const quoteSchema = z
  .object({
    amountFen: bookedFenSchema,
    termMonths: z.number().int(),
    annualRatePpm: ppmSchema,
    /** 单利 of this very plan; beside the rate it differs by what rounding to the fen does. */
    aprPpm: ppmSchema,
    irrPpm: ppmSchema,
    repaymentMethod: repaymentMethodSchema,
    disbursedOn: daySchema,
    levelPaymentFen: bookedFenSchema.nullable(),
    totalInterestFen: bookedFenSchema,
    totalFen: bookedFenSchema,
    rows: z.array(scheduleRowSchema),
  })
  .meta({ id: 'Quote' });

export const productOperations = defineOperations({
  readProduct: {
    method: 'GET',
    path: '/api/customer/products/{productCode}',
    summary: 'A product as it is offered today; with a session, as the customer’s branch offers it.',
    who: 'public',
    kind: 'read',
    params: z.object({ productCode: z.string().regex(/^[a-z-]{1,32}$/) }),
    success: [200, productSchema],
    refusals: ['not-found'],
  },
  quote: {
    method: 'GET',
    path: '/api/customer/products/{productCode}/quote',
    summary: 'Trial schedule (试算) of an amount and term at the advertised rate, paid out today.',
    who: 'public',
    kind: 'read',
    params: z.object({ productCode: z.string().regex(/^[a-z-]{1,32}$/) }),
    query: z.object({
      amountFen: z.coerce.number().pipe(fenSchema),
      termMonths: z.coerce.number().int().min(1).max(360),
      /** To compare with: without it the product's own. */
      repaymentMethod: repaymentMethodSchema.optional(),
    }),
    success: [200, quoteSchema],
    refusals: ['not-found', 'above-limit', 'below-minimum', 'not-a-multiple'],
  },
});
