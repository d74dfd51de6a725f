import { z } from 'zod';
import { fen, isBusinessDate, type BusinessDate, type Fen } from '@miaodai/values';

// Their words: docs/integrations/card-network/interface.md, v1.5. Section numbers refer to it.

/** §1: fen, 12 digits with leading zeros. */
const amount = z
  .string()
  .regex(/^\d{12}$/)
  .transform((text): Fen => fen(Number(text)));

/** §1: YYYYMMDD. */
const date = z.string().transform((text, context): BusinessDate => {
  const day = `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}`;
  if (isBusinessDate(day)) return day;
  context.addIssue({ code: 'custom', message: 'not a date' });
  return z.NEVER;
});

const approved = { resp_code: z.literal('00'), resp_desc: z.literal('Approved') };
/** Any answer but an approval. A refusal that also brings a receipt contradicts itself, and is no answer at all. */
const notDone = z
  .looseObject({ resp_code: z.string().regex(/^(?!00$)/), resp_desc: z.string(), trace_no: z.string().optional() })
  .refine((reply) => !('net_serial' in reply))
  .transform(({ resp_code, resp_desc, trace_no }) => ({ resp_code, resp_desc, trace_no }));

/** §3 */
export const verifyReply = z.union([
  z.object({
    ...approved,
    trace_no: z.string(),
    pan: z.string(),
    issuer: z.string().min(1).max(60),
    card_kind: z.enum(['D', 'C']),
  }),
  notDone,
]);

const settled = {
  trace_no: z.string(),
  net_serial: z.string().min(1),
  settle_date: date,
  pan: z.string(),
  amt: amount,
  ccy: z.string(),
};
/** §4 */
export const paymentReply = z.union([z.object({ ...approved, ...settled }), notDone]);

/** §5 */
export const queryReply = z.union([
  z.object({ ...approved, ...settled, orig_state: z.literal('S'), orig_op: z.enum(['collect', 'pay']) }),
  z.object({
    ...approved,
    trace_no: z.string(),
    orig_state: z.literal('F'),
    orig_code: z.string(),
    orig_desc: z.string(),
  }),
  z.object({ ...approved, trace_no: z.string(), orig_state: z.literal('P') }),
  notDone,
]);

/** §6: a number as text. */
const count = z
  .string()
  .regex(/^\d{1,9}$/)
  .transform(Number);

/** §6 */
export const settlementsReply = z.union([
  z.object({
    ...approved,
    settle_date: date,
    page_no: count,
    page_count: count,
    line_count: count,
    lines: z.array(z.object({ ...settled, orig_op: z.enum(['collect', 'pay']) })).max(500),
  }),
  notDone,
]);

/** §2: refusals of a verification, in our words. Every other code is none. */
export const VERIFY_REFUSALS: Readonly<Record<string, string>> = {
  '05': 'elements-mismatch',
  '14': 'card-not-supported',
  '41': 'card-lost',
  '57': 'card-not-supported',
  '62': 'card-lost',
};

/** §2: refusals of a payment that are final, in our words. Every other code is not, whatever it looks like. */
export const PAYMENT_REFUSALS: Readonly<Record<string, string>> = {
  '13': 'amount-out-of-range',
  '14': 'no-such-card',
  '41': 'card-lost',
  '51': 'insufficient-funds',
  '57': 'card-not-supported',
  '62': 'card-restricted',
  '94': 'number-used-otherwise',
};
