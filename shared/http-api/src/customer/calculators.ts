import { z } from 'zod';
import { moneyFields, workplaceField } from '../fields.ts';
import { defineOperations } from '../operation.ts';
import { bookedFenSchema, choiceSchema, moneySchema, ppmSchema } from '../schemas.ts';

/** What a visitor says of themselves; nothing of it is kept. */
const estimateBody = z.strictObject({
  monthlyIncomeFen: moneySchema(moneyFields.monthlyIncomeFen),
  monthlyExpenseFen: moneySchema(moneyFields.monthlyExpenseFen),
  monthlyDebtFen: moneySchema(moneyFields.monthlyDebtFen),
  workplace: choiceSchema(workplaceField),
  termMonths: z.number().int().min(1).max(360),
  /** Null where the visitor keeps it to themselves: the bank's ordinary customer stands in. */
  ageYears: z.number().int().min(16).max(100).nullable(),
});

const estimateSchema = z
  .object({
    /**
     * `range`: a limit both where what the bank does not know turns out well and where it turns out badly; `at-most`: only where it turns
     * out well; `unlikely`: not even then.
     */
    outcome: z.enum(['range', 'at-most', 'unlikely']),
    /** Null unless a range. */
    fromFen: bookedFenSchema.nullable(),
    /** Null where unlikely. */
    toFen: bookedFenSchema.nullable(),
    /** The dearer of the rates that go with it; null where unlikely. */
    annualRatePpm: ppmSchema.nullable(),
    /** Why it is unlikely, by kind, in the words that a real refusal has. */
    reasons: z.array(z.object({ code: z.string(), title: z.string(), words: z.array(z.string()) })),
  })
  .meta({ id: 'LimitEstimate' });

export const calculatorOperations = defineOperations({
  estimateLimit: {
    method: 'POST',
    path: '/api/customer/products/{productCode}/limit-estimate',
    summary:
      'What limit an application might bring (额度预估), by the decision model in force and no promise. Nothing is kept.',
    who: 'public',
    kind: 'read',
    params: z.object({ productCode: z.string().regex(/^[a-z-]{1,32}$/) }),
    body: estimateBody,
    success: [200, estimateSchema],
    refusals: ['not-found', 'too-many-requests'],
  },
});
