import { z } from 'zod';
import { defineOperations } from '../operation.ts';
import { hashSchema, instantSchema } from '../schemas.ts';

/** Ten megabytes as base64: more than any contract. */
const MOST_FILE_BASE64 = 13_981_016;

const verifiedSignatureSchema = z.object({
  /** The common name of its certificate; a natural person's is masked. */
  name: z.string(),
  organisation: z.string().nullable(),
  issuer: z.string(),
  certificateNo: z.string(),
  /** By the time-stamp; null where it has none that holds. */
  signedAt: instantSchema.nullable(),
  /** Of what it covers no byte has changed. */
  intact: z.boolean(),
  /** Its certificate, and that of its time-stamp, go back to a root that the bank trusts, and were good then. */
  trusted: z.boolean(),
  /** Covers the file to its last byte. */
  coversWholeFile: z.boolean(),
});

/** What a file says of itself, without anything of it being kept. */
export const verificationSchema = z
  .object({
    /** valid: signed, unchanged, trusted, to the last byte. */
    verdict: z.enum(['valid', 'changed', 'untrusted', 'not-signed', 'unreadable']),
    sha256: hashSchema,
    sizeBytes: z.number().int(),
    signatures: z.array(verifiedSignatureSchema),
    /** Whether this very file, byte by byte, was signed here; its number then. */
    known: z.object({ contractNo: z.string(), signedAt: instantSchema }).nullable(),
    /** What was found, a sentence each, in plain words. */
    findings: z.array(z.string()),
  })
  .meta({ id: 'Verification' });

export const verificationBody = z.strictObject({
  base64: z
    .string()
    .min(1, '文件是空的')
    .max(MOST_FILE_BASE64, '文件过大，最多 10 MB')
    .regex(/^[A-Za-z0-9+/]+={0,2}$/, '文件没有传完整，请重新选择'),
});
export const VERIFICATION_BODY_BYTES = MOST_FILE_BASE64 + 1_024;

export const verificationOperations = defineOperations({
  verifyContractFile: {
    method: 'POST',
    path: '/api/public/contract-verification',
    summary:
      'Whether a contract is genuine: who signed it, when, and whether a byte has changed since. Nothing is kept.',
    who: 'public',
    kind: 'read',
    body: verificationBody,
    bodyLimitBytes: VERIFICATION_BODY_BYTES,
    success: [200, verificationSchema],
    refusals: ['too-many-requests', 'file-refused', 'overloaded'],
  },
});
