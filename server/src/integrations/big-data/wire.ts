import { z } from 'zod';

// Their words: docs/integrations/big-data/interface.md, v1.

export const assessReply = z.union([
  z.object({
    code: z.literal(0),
    traceId: z.string(),
    data: z.object({ riskScore: z.number().min(0).max(100), hitRules: z.array(z.string().min(1)) }),
  }),
  z.object({ code: z.int().refine((code) => code !== 0), msg: z.string(), traceId: z.string().optional() }),
]);

/** §2: final refusals, in our words. */
export const FINAL_REFUSALS: Readonly<Record<number, string>> = { 4090: 'number-used-otherwise' };

/** §2: their rules, in our words. */
export const WARNINGS: Readonly<Record<string, string>> = {
  R01: 'many-lenders',
  R02: 'court-debtor',
  R03: 'fraud-list',
  R07: 'new-mobile',
};
