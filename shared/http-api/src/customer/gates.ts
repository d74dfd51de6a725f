import { z } from 'zod';
import { defineOperations } from '../operation.ts';

const gateSchema = z
  .object({
    gate: z.enum(['sign-in', 'open-account', 'activate-account', 'account-state', 'id-document-expired']),
    title: z.string(),
    /** Why, and what to do, in the customer’s words. */
    explanation: z.string(),
    /** The page that takes the customer through, with the way back in `to`. */
    path: z.string(),
  })
  .meta({ id: 'Gate' });

export const gateOperations = defineOperations({
  readGates: {
    method: 'GET',
    path: '/api/customer/gates',
    summary:
      'What stands between this customer and where they are going, the first first; none means go. Every page and channel asks this and nothing else.',
    who: 'public',
    kind: 'read',
    query: z.object({ for: z.enum(['apply', 'account', 'transfer']) }),
    success: [
      200,
      z.object({
        gates: z.array(gateSchema),
        /** The path of the first gate, or the goal itself. */
        next: z.string(),
      }),
    ],
    refusals: ['outside-system-silent'],
  },
});
