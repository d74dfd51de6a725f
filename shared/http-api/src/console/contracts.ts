import { z } from 'zod';
import { VERIFICATION_BODY_BYTES, verificationBody, verificationSchema } from '../customer/verification.ts';
import { signingSchema } from '../customer/contract.ts';
import { defineOperations } from '../operation.ts';
import { bookedFenSchema, hashSchema, idSchema, instantSchema } from '../schemas.ts';

/** What an evidence pack holds, in the order of what happened. */
export const evidenceItemSchema = z.object({
  no: z.number().int(),
  kind: z.string(),
  /** The kind in words. */
  label: z.string(),
  fileName: z.string(),
  happenedAt: instantSchema.nullable(),
  sizeBytes: z.number().int(),
  hash: hashSchema,
});

export const evidenceSchema = z
  .object({
    /** Its place in the chain of all packs. */
    seq: z.number().int(),
    algorithm: z.enum(['SHA-256', 'SM3']),
    packHash: hashSchema,
    previousHash: hashSchema,
    sealedAt: instantSchema,
    /** The first time-stamp from outside on the chain at or after this pack; null until there is one. */
    anchoredAt: instantSchema.nullable(),
    items: z.array(evidenceItemSchema),
  })
  .meta({ id: 'Evidence' });

export const contractRowSchema = z.object({
  contractId: idSchema,
  contractNo: z.string(),
  applicationId: idSchema,
  applicationNo: z.string(),
  customerName: z.string(),
  principalFen: bookedFenSchema,
  state: z.enum(['drafted', 'agreed', 'void']),
  signedOffline: z.boolean(),
  signing: z.enum(['requested', 'signed', 'refused']).nullable(),
  agreedAt: instantSchema.nullable(),
});

const file = z.object({ name: z.string(), mediaType: z.string(), sha256: hashSchema, base64: z.string() });
const byId = z.object({ contractId: idSchema });

export const contractConsoleOperations = defineOperations({
  listContracts: {
    method: 'GET',
    path: '/api/console/contracts',
    summary:
      'Contracts, the newest first; by number, or by state of signing. Those of one’s own branch, all of them at the head office.',
    who: 'staff',
    right: 'contracts-read',
    kind: 'read',
    query: z.object({
      contractNo: z.string().trim().min(1).max(40).optional(),
      signing: z.enum(['requested', 'signed', 'refused']).optional(),
      page: z.coerce.number().int().min(1).max(10_000).optional(),
      pageSize: z.coerce.number().int().min(1).max(100).optional(),
    }),
    success: [200, z.object({ contracts: z.array(contractRowSchema), total: z.number().int() })],
    refusals: [],
  },
  readContractRecord: {
    method: 'GET',
    path: '/api/console/contracts/{contractId}',
    summary: 'A contract with its signing and its evidence; persons’ data masked.',
    who: 'staff',
    right: 'contracts-read',
    kind: 'read',
    params: byId,
    success: [
      200,
      contractRowSchema
        .extend({ signingDetail: signingSchema.nullable(), evidence: evidenceSchema.nullable() })
        .meta({ id: 'ContractRecord' }),
    ],
    refusals: ['not-found'],
  },
  readContractPdf: {
    method: 'GET',
    path: '/api/console/contracts/{contractId}/file',
    summary: 'The signed contract itself. Each look is kept in the audit trail.',
    who: 'staff',
    right: 'personal-data',
    audited: true,
    kind: 'read',
    params: byId,
    success: [200, file],
    refusals: ['not-found', 'step-not-allowed'],
  },
  exportEvidence: {
    method: 'GET',
    path: '/api/console/contracts/{contractId}/evidence',
    summary: 'The evidence pack as a zip, with its index and a verifier that needs only Node. Kept in the audit trail.',
    who: 'staff',
    right: 'evidence-export',
    audited: true,
    kind: 'read',
    params: byId,
    success: [200, file],
    refusals: ['not-found', 'step-not-allowed'],
  },
  verifyFile: {
    method: 'POST',
    path: '/api/console/contract-verification',
    summary: 'Whether a contract file is genuine, as on the public page. Nothing of it is kept.',
    who: 'staff',
    kind: 'read',
    body: verificationBody,
    bodyLimitBytes: VERIFICATION_BODY_BYTES,
    success: [200, verificationSchema],
    refusals: ['file-refused', 'overloaded'],
  },
});
