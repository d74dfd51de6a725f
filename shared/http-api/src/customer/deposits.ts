import { z } from 'zod';
import { defineOperations } from '../operation.ts';
import { bookedFenSchema, daySchema, fenSchema, idSchema, instantSchema } from '../schemas.ts';
import { earlyModeSchema } from './repayments.ts';

export const pledgedDepositSchema = z
  .object({
    /** Names the deposit to startDepositRepayment. */
    depositKey: z.string(),
    /** Masked. */
    depositNo: z.string(),
    principalFen: bookedFenSchema,
    /** Parts per million a year. */
    annualRatePpm: z.number().int(),
    maturesOn: daySchema,
    /** What the core pays for it today and at maturity, principal and interest; what is lost by withdrawing early, never below 0. */
    paysTodayFen: bookedFenSchema,
    paysAtMaturityFen: bookedFenSchema,
    interestLostFen: bookedFenSchema,
  })
  .meta({ id: 'PledgedDeposit' });

export const depositRepaymentSchema = z
  .object({
    repaymentId: idSchema,
    loanId: idSchema,
    /** Masked. */
    depositNo: z.string(),
    amountFen: bookedFenSchema,
    /**
     * releasing 解冻中 → redeeming 支取中 → paying 还款中 → done. restoring: the core would not pay the deposit out, it is being pledged again.
     * refused: not repaid; where `paidOutFen` is there, the deposit's money is in the customer's account.
     */
    state: z.enum(['releasing', 'redeeming', 'paying', 'restoring', 'done', 'refused']),
    paidOutFen: bookedFenSchema.nullable(),
    /** In the customer's words, where refused. */
    reason: z.string().nullable(),
    /** The core's serial number of the repayment, for the receipt; once done. */
    serialNo: z.string().nullable(),
    requestedAt: instantSchema,
    settledAt: instantSchema.nullable(),
  })
  .meta({ id: 'DepositRepayment' });

export const depositOperations = defineOperations({
  listDeposits: {
    method: 'GET',
    path: '/api/customer/loans/{loanId}/deposits',
    summary: 'Time deposits of mine that are pledged for this loan, as the core has them now.',
    who: 'customer',
    kind: 'read',
    params: z.object({ loanId: idSchema }),
    success: [200, z.object({ deposits: z.array(pledgedDepositSchema) })],
    refusals: ['not-found', 'outside-system-silent'],
  },
  startDepositRepayment: {
    method: 'POST',
    path: '/api/customer/loans/{loanId}/deposit-repayments',
    summary:
      'Repay from a pledged deposit: it is released, redeemed into the electronic account, and the amount is paid from there. With a quote it is an early repayment, over the amount of the quote. Read it with waitMs for its progress.',
    who: 'customer',
    kind: 'write',
    params: z.object({ loanId: idSchema }),
    body: z.strictObject({
      depositKey: z.string().regex(/^[0-9a-f]{32}$/),
      /** What the customer has agreed to pay: up to what is due, or all of it and the running instalment; or exactly as quoted. */
      amountFen: fenSchema,
      early: z.strictObject({ quoteId: idSchema, mode: earlyModeSchema }).optional(),
      /** A compact JWE of nonce and password (readPasswordEnvelope). */
      transactionPassword: z.string().min(1).max(4_000),
    }),
    success: [202, depositRepaymentSchema],
    refusals: [
      'not-found',
      'loan-closed',
      'loan-written-off',
      'repayment-open',
      'repayment-below-minimum',
      'repayment-above-owed',
      'quote-expired',
      'step-not-allowed',
      'early-request-open',
      'deposit-not-available',
      'deposit-not-enough',
      'transaction-password-wrong',
      'transaction-password-locked',
      'password-envelope-expired',
      'too-many-requests',
      'outside-system-silent',
    ],
  },
  readDepositRepayment: {
    method: 'GET',
    path: '/api/customer/deposit-repayments/{repaymentId}',
    summary: 'One repayment from a deposit. With waitMs the answer waits up to so long while its outcome is open.',
    who: 'customer',
    kind: 'read',
    params: z.object({ repaymentId: idSchema }),
    query: z.object({ waitMs: z.coerce.number().int().min(0).max(10_000).optional() }),
    success: [200, depositRepaymentSchema],
    refusals: ['not-found'],
  },
});
