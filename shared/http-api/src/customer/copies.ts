import { z } from 'zod';
import { emailField } from '../fields.ts';
import { defineOperations } from '../operation.ts';
import { idSchema, instantSchema, sealedPasswordSchema } from '../schemas.ts';

/** A contract sent by e-mail. Only requests that were accepted are here: a wrong password leaves none. */
export const contractCopySchema = z
  .object({
    copyId: idSchema,
    /** Masked: w***@example.com. */
    address: z.string(),
    /** queued: not yet known; accepted: by the mail server of the receiver's side; bounced: it said no, or said so later; failed: given up. */
    state: z.enum(['queued', 'accepted', 'bounced', 'failed']),
    requestedAt: instantSchema,
    settledAt: instantSchema.nullable(),
    /** In the customer's words, where bounced or failed. */
    reason: z.string().nullable(),
    /** May be shown: once it was accepted, for as long as the bank keeps it. */
    hasUnzipCode: z.boolean(),
  })
  .meta({ id: 'ContractCopy' });

const byContract = z.object({ contractId: idSchema });

/** Download by e-mail (CON-3): an encrypted file to an address that the customer names, each time with the transaction password. */
export const copyOperations = defineOperations({
  listContractCopies: {
    method: 'GET',
    path: '/api/customer/contracts/{contractId}/copies',
    summary: 'Where the contract was sent by e-mail, the newest first.',
    who: 'customer',
    kind: 'read',
    params: byContract,
    success: [
      200,
      z.object({
        copies: z.array(contractCopySchema),
        leftToday: z.number().int(),
        /** What the customer takes upon themselves by it (告知义务), a paragraph each: shown before they ask. */
        notice: z.array(z.string()),
      }),
    ],
    refusals: ['not-found'],
  },
  requestContractCopy: {
    method: 'POST',
    path: '/api/customer/contracts/{contractId}/copies',
    summary:
      'Send the signed contract by e-mail, in a zip that opens with a code only. A wrong password sends nothing.',
    who: 'customer',
    kind: 'write',
    params: byContract,
    body: z.strictObject({
      address: z
        .string()
        .trim()
        .max(emailField.maxLength, emailField.error)
        .regex(emailField.pattern, emailField.error),
      transactionPassword: sealedPasswordSchema,
    }),
    success: [202, contractCopySchema],
    refusals: [
      'not-found',
      'step-not-allowed',
      'invalid-input',
      'password-envelope-expired',
      'transaction-password-unset',
      'transaction-password-wrong',
      'transaction-password-locked',
      'too-many-requests',
    ],
  },
  readUnzipCode: {
    method: 'POST',
    path: '/api/customer/contract-copies/{copyId}/unzip-code',
    summary: 'The code that opens the file that was sent; each look is kept among the security events.',
    who: 'customer',
    kind: 'read',
    params: z.object({ copyId: idSchema }),
    success: [200, z.object({ unzipCode: z.string() })],
    refusals: ['not-found', 'step-not-allowed'],
  },
});
