import { z } from 'zod';
import { earlyModeSchema } from '../customer/repayments.ts';
import { defineOperations } from '../operation.ts';
import { bookedFenSchema, daySchema, idSchema, instantSchema } from '../schemas.ts';

const stateSchema = z.enum(['requested', 'approved', 'paying', 'paid', 'declined', 'cancelled', 'failed']);

const itemSchema = z
  .object({
    requestId: idSchema,
    requestNo: z.string(),
    loanId: idSchema,
    loanNo: z.string(),
    productName: z.string(),
    branchCode: z.string(),
    branchName: z.string(),
    /** Masked. */
    customerName: z.string(),
    mode: earlyModeSchema,
    principalFen: bookedFenSchema,
    quotedFen: bookedFenSchema,
    state: stateSchema,
    debitOn: daySchema.nullable(),
    requestedAt: instantSchema,
  })
  .meta({ id: 'EarlyRequestItem' });

/** What the debit would do on a day, as the loan stands now. */
const figuresSchema = z.object({
  on: daySchema,
  dueFen: bookedFenSchema,
  interestFen: bookedFenSchema,
  feeFen: bookedFenSchema,
  principalFen: bookedFenSchema,
  amountFen: bookedFenSchema,
  interestSavedFen: bookedFenSchema,
  instalmentsBefore: z.number().int(),
  instalmentsAfter: z.number().int(),
  nextBeforeFen: bookedFenSchema,
  nextAfterFen: bookedFenSchema,
  endsBefore: daySchema,
  endsAfter: daySchema,
});

/** Null where it may be done now; else why not, in words for the button's place. */
const may = z.string().nullable();

const requestSchema = itemSchema
  .extend({
    /** To be sent back with a decision: whoever decides has seen what there is. */
    version: z.number().int(),
    loan: z.object({
      principalFen: bookedFenSchema,
      outstandingFen: bookedFenSchema,
      annualRatePpm: z.number().int(),
      disbursedOn: daySchema,
      maturesOn: daySchema,
      overdueFen: bookedFenSchema,
      daysPastDue: z.number().int(),
      /** Masked. */
      accountNo: z.string(),
    }),
    /** As quoted to the customer when they asked. */
    quoted: figuresSchema,
    /** On the day of the debit, or where none is set yet on the day that is suggested; null where nothing would run any more. */
    expected: figuresSchema.nullable(),
    suggestedDebitOn: daySchema,
    earliestDebitOn: daySchema,
    latestDebitOn: daySchema,
    decided: z.object({ by: z.string(), at: instantSchema, note: z.string() }).nullable(),
    /** What the customer reads. */
    toldAs: z.string(),
    /** Attempts to debit it. */
    attempts: z.array(
      z.object({
        requestNo: z.string(),
        amountFen: bookedFenSchema,
        state: z.enum(['requested', 'sent', 'booked', 'refused']),
        coreSerialNo: z.string().nullable(),
        reason: z.string().nullable(),
        requestedAt: instantSchema,
        settledAt: instantSchema.nullable(),
      }),
    ),
    declineReasons: z.array(z.object({ code: z.string(), label: z.string(), toldAs: z.string() })),
    may: z.object({ decide: may }),
  })
  .meta({ id: 'EarlyRequestDetail' });

const params = z.object({ requestId: idSchema });
const at = '/api/console/early-requests/{requestId}';
const decide = { who: 'staff', kind: 'write', right: 'early-repayments', method: 'POST', params } as const;
const note = z
  .string()
  .trim()
  .min(2, '请填写意见')
  .max(500, '意见最多 500 个字')
  .refine((text) => !/[\p{Cs}]|(?!\n)\p{Cc}/u.test(text), '意见含有不能识别的字符');
const version = z.number().int().min(1);
const refusals = ['not-found', 'step-not-allowed', 'review-changed', 'own-loan', 'invalid-input'] as const;

export const earlyRepaymentOperations = defineOperations({
  listEarlyRepayments: {
    method: 'GET',
    path: '/api/console/early-requests',
    summary: 'Requests to repay early, those to be decided first: of one’s own branch, all of them at the head office.',
    who: 'staff',
    right: 'early-repayments',
    kind: 'read',
    query: z.object({
      state: stateSchema.optional(),
      branchCode: z
        .string()
        .regex(/^[A-Z0-9*]{1,16}$/)
        .optional(),
      /** Part of a request's or a loan note's number. */
      text: z
        .string()
        .trim()
        .regex(/^[A-Za-z0-9-]{0,32}$/, '请输入申请编号或借据号')
        .optional(),
      page: z.coerce.number().int().min(1).max(10_000).optional(),
      pageSize: z.coerce.number().int().min(1).max(100).optional(),
    }),
    success: [
      200,
      z.object({
        items: z.array(itemSchema),
        total: z.number().int(),
        page: z.number().int(),
        pageSize: z.number().int(),
        /** Of each state under the other filters. */
        counts: z.record(stateSchema, z.number().int()),
        branches: z.array(z.object({ branchCode: z.string(), name: z.string() })),
        now: instantSchema,
      }),
    ],
    refusals: [],
  },
  readEarlyRepayment: {
    method: 'GET',
    path: at,
    summary: 'One request with its loan and figures; with `debitOn` what a debit on that day would do.',
    who: 'staff',
    right: 'early-repayments',
    kind: 'read',
    params,
    query: z.object({ debitOn: daySchema.optional() }),
    success: [200, requestSchema],
    refusals: ['not-found'],
  },
  approveEarlyRepayment: {
    ...decide,
    path: `${at}/approval`,
    summary: 'Approve and set the day on which the account is debited.',
    body: z.strictObject({ debitOn: daySchema, note, version }),
    success: [200, requestSchema],
    refusals: [...refusals, 'early-nothing-runs'],
  },
  declineEarlyRepayment: {
    ...decide,
    path: `${at}/decline`,
    summary: 'Decline with a reason of the bank’s list, whose words the customer reads.',
    body: z.strictObject({
      reason: z.string().regex(/^[a-z-]{1,32}$/),
      note,
      version,
    }),
    success: [200, requestSchema],
    refusals: [...refusals],
  },
});
