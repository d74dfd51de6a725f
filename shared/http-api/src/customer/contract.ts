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
    summary: 'A loan contract: terms, schedule, text and cost statement.',
    who: 'customer',
    kind: 'read',
    params: z.object({ contractId: idSchema }),
    success: [200, contractSchema],
    refusals: ['not-found'],
  },
  agreeContract: {
    method: 'POST',
    path: '/api/customer/contracts/{contractId}/agreement',
    summary: 'Agree to the contract, naming the text and the cost statement that were shown and confirmed.',
    who: 'customer',
    kind: 'write',
    params: z.object({ contractId: idSchema }),
    body: z.strictObject({ textHash: hashSchema, costStatementHash: hashSchema }),
    success: [200, contractSchema],
    refusals: ['not-found', 'step-not-allowed', 'agreement-outdated', 'offer-expired'],
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
