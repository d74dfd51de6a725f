import { z } from 'zod';

// Their words: docs/integrations/certificate-authority/interface.md, v4.

const der = z.base64().transform((text) => Buffer.from(text, 'base64'));
const refusal = { respCode: z.string().regex(/^(?!0000$)/), respMsg: z.string() };
const issued = {
  respCode: z.literal('0000'),
  reqSn: z.string(),
  certSn: z.string().regex(/^[0-9A-F]{2,40}$/),
  certChain: z.array(der).min(2).max(8),
};

export const applyReply = z.union([z.object(issued), z.object({ ...refusal, reqSn: z.string() })]);
export const queryReply = z.union([
  z.object({ ...issued, certState: z.literal('ISSUED') }),
  z.object({ respCode: z.literal('0000'), reqSn: z.string(), certState: z.literal('NONE') }),
  z.object({ ...refusal, reqSn: z.string() }),
]);
export const listReply = z.union([
  z.object({ respCode: z.literal('0000'), issuerFp: z.string(), crl: der }),
  z.object({ ...refusal, issuerFp: z.string() }),
]);

/** §5: final refusals, in our words. */
export const FINAL_REFUSALS: Readonly<Record<string, string>> = {
  '2101': 'number-used-otherwise',
  '2201': 'identity-refused',
  '2202': 'certificate-request-refused',
  '2401': 'unknown-issuer',
};
