import { z } from 'zod';
import { defineOperations } from '../operation.ts';
import {
  bookedFenSchema,
  daySchema,
  documentSchema,
  hashSchema,
  idSchema,
  instantSchema,
  ppmSchema,
  repaymentMethodSchema,
  scheduleRowSchema,
  sealedPasswordSchema,
} from '../schemas.ts';

/** 综合融资成本明示表: what the loan costs, item by item, before anything is signed. */
export const costStatementSchema = z
  .object({
    version: z.string(),
    principalFen: bookedFenSchema,
    items: z.array(z.object({ name: z.string(), howCharged: z.string(), standard: z.string(), chargedBy: z.string() })),
    /** 正常履约年化综合融资成本 (单利). */
    annualCostPpm: ppmSchema,
    onDefault: z.array(
      z.object({ name: z.string(), howCharged: z.string(), standard: z.string(), chargedBy: z.string() }),
    ),
    closing: z.string(),
    textHash: hashSchema,
    readingSeconds: z.number().int(),
    mustReachEnd: z.boolean(),
  })
  .meta({ id: 'CostStatement' });

/** Who signed a file, by its certificate, and when, by the time-stamp. */
export const signatureSchema = z.object({
  signer: z.enum(['customer', 'bank']),
  /** As the certificate says; a person's name is masked. */
  name: z.string(),
  issuer: z.string(),
  certificateNo: z.string(),
  signedAt: instantSchema,
});

/** How far the signing is, and what it brought; null before the customer has agreed, and where it was signed on paper. */
export const signingSchema = z
  .object({
    /** requested is 签署中: not yet known, never failure; refused: the certificate authority said no, and one may agree again. */
    state: z.enum(['requested', 'signed', 'refused']),
    requestedAt: instantSchema,
    signedAt: instantSchema.nullable(),
    /** Of the signed PDF, for whoever compares it. */
    sha256: hashSchema.nullable(),
    sizeBytes: z.number().int().nullable(),
    signatures: z.array(signatureSchema),
    /** In the customer's words: why it takes longer than it should, or why it was refused. */
    words: z.string().nullable(),
  })
  .meta({ id: 'Signing' });

export const contractSchema = z
  .object({
    contractId: idSchema,
    contractNo: z.string(),
    applicationId: idSchema,
    state: z.enum(['drafted', 'agreed', 'void']),
    principalFen: bookedFenSchema,
    /** 人民币大写 */
    principalInCapitals: z.string(),
    annualRatePpm: ppmSchema,
    irrPpm: ppmSchema,
    termMonths: z.number().int(),
    purpose: z.string(),
    repaymentMethod: repaymentMethodSchema,
    payoutAccountNo: z.string(),
    repaymentAccountNo: z.string(),
    totalInterestFen: bookedFenSchema,
    rows: z.array(scheduleRowSchema),
    document: documentSchema,
    costStatement: costStatementSchema,
    /** When the cost statement was confirmed: it comes before the agreement. */
    costConfirmedAt: instantSchema.nullable(),
    signing: signingSchema.nullable(),
    validUntil: daySchema,
  })
  .meta({ id: 'Contract' });

export const disbursementSchema = z
  .object({
    disbursementId: idSchema,
    contractId: idSchema,
    /** requested and sent are both 放款处理中: not yet known, never failure. */
    state: z.enum(['requested', 'sent', 'paid', 'refused']),
    amountFen: bookedFenSchema,
    toAccountNo: z.string(),
    requestedAt: instantSchema,
    paidOn: daySchema.nullable(),
    /** The core’s serial number, for the receipt. */
    coreSerialNo: z.string().nullable(),
    loanId: idSchema.nullable(),
    /** In the customer’s words, where refused. */
    reason: z.string().nullable(),
  })
  .meta({ id: 'Disbursement' });

export const contractOperations = defineOperations({
  readContract: {
    method: 'GET',
    path: '/api/customer/contracts/{contractId}',
    summary:
      'A loan contract: terms, schedule, text, cost statement and signing. With waitMs the answer waits up to so long while it is being signed.',
    who: 'customer',
    kind: 'read',
    params: z.object({ contractId: idSchema }),
    query: z.object({ waitMs: z.coerce.number().int().min(0).max(10_000).optional() }),
    success: [200, contractSchema],
    refusals: ['not-found'],
  },
  confirmCostStatement: {
    method: 'POST',
    path: '/api/customer/contracts/{contractId}/cost-statement-confirmation',
    summary: 'Confirm the cost statement that was shown, by its hash, once it has been read for its time.',
    who: 'customer',
    kind: 'write',
    params: z.object({ contractId: idSchema }),
    body: z.strictObject({ costStatementHash: hashSchema }),
    success: [200, contractSchema],
    refusals: ['not-found', 'step-not-allowed', 'agreement-outdated', 'offer-expired'],
  },
  agreeContract: {
    method: 'POST',
    path: '/api/customer/contracts/{contractId}/agreement',
    summary:
      'Agree to the contract that was shown, by its hash, with the transaction password; it is then signed by a certificate issued for it, and by the bank.',
    who: 'customer',
    kind: 'write',
    params: z.object({ contractId: idSchema }),
    body: z.strictObject({ textHash: hashSchema, transactionPassword: sealedPasswordSchema }),
    success: [202, contractSchema],
    refusals: [
      'not-found',
      'step-not-allowed',
      'agreement-outdated',
      'cost-statement-unconfirmed',
      'offer-expired',
      'password-envelope-expired',
      'transaction-password-unset',
      'transaction-password-wrong',
      'transaction-password-locked',
      'too-many-requests',
    ],
  },
  readContractFile: {
    method: 'GET',
    path: '/api/customer/contracts/{contractId}/file',
    summary: 'The signed contract as a PDF that anyone can verify.',
    who: 'customer',
    kind: 'read',
    params: z.object({ contractId: idSchema }),
    success: [
      200,
      z.object({ name: z.string(), mediaType: z.literal('application/pdf'), sha256: hashSchema, base64: z.string() }),
    ],
    refusals: ['not-found', 'step-not-allowed'],
  },
  confirmDisbursement: {
    method: 'POST',
    path: '/api/customer/contracts/{contractId}/disbursement',
    summary:
      'Confirm the accounts and have the loan paid out (确认放款). Read the disbursement with waitMs for its outcome.',
    who: 'customer',
    kind: 'write',
    params: z.object({ contractId: idSchema }),
    success: [202, disbursementSchema],
    refusals: ['not-found', 'step-not-allowed', 'offer-expired', 'account-not-ready', 'outside-system-silent'],
  },
  readDisbursement: {
    method: 'GET',
    path: '/api/customer/disbursements/{disbursementId}',
    summary: 'A disbursement. With waitMs the answer waits up to so long while the outcome is open.',
    who: 'customer',
    kind: 'read',
    params: z.object({ disbursementId: idSchema }),
    query: z.object({ waitMs: z.coerce.number().int().min(0).max(10_000).optional() }),
    success: [200, disbursementSchema],
    refusals: ['not-found'],
  },
});
