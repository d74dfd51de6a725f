import { z } from 'zod';
import { defineOperations } from '../operation.ts';
import { bookedFenSchema, daySchema, fenSchema, idSchema, instantSchema, sealedPasswordSchema } from '../schemas.ts';

/** 缩短期限, 减少月供, 全部结清. */
export const earlyModeSchema = z.enum(['shorter-term', 'lower-instalment', 'pay-off']);

const paidPartsSchema = z.object({
  penaltyFen: bookedFenSchema,
  interestFen: bookedFenSchema,
  principalFen: bookedFenSchema,
  feeFen: bookedFenSchema,
  /** More than was owed, and owed back: what came meanwhile had settled it. */
  surplusFen: bookedFenSchema,
});

export const repaymentAttemptSchema = z
  .object({
    repaymentId: idSchema,
    loanId: idSchema,
    loanNo: z.string(),
    /** debit: taken by the bank on the due day, or on the day that an officer set; deposit: out of a pledged deposit. */
    via: z.enum(['debit', 'customer', 'deposit']),
    /** Null of a normal repayment. */
    mode: earlyModeSchema.nullable(),
    amountFen: bookedFenSchema,
    /** requested and sent are both 处理中: not yet known, never failure. booked: it counts. refused: nothing was taken. */
    state: z.enum(['requested', 'sent', 'booked', 'refused']),
    /** In the customer’s words, where refused. */
    reason: z.string().nullable(),
    /** Masked. */
    accountNo: z.string(),
    /** What was taken, which of an automatic debit may be less than was ordered; once booked. */
    bookedFen: bookedFenSchema.nullable(),
    /** What it went to; once booked. */
    paid: paidPartsSchema.nullable(),
    /** The day on which it counts. */
    effectiveOn: daySchema,
    /** The core’s serial number, for the receipt; once booked. */
    serialNo: z.string().nullable(),
    requestedAt: instantSchema,
    settledAt: instantSchema.nullable(),
    /** The loan as it stands now. */
    loan: z.object({
      state: z.enum(['active', 'closed', 'written-off']),
      outstandingFen: bookedFenSchema,
      /** Due or overdue today. */
      dueFen: bookedFenSchema,
    }),
  })
  .meta({ id: 'RepaymentAttempt' });

const owedRowSchema = z.object({
  /** As the customer counts; null of an early repayment’s row. */
  periodNo: z.number().int().nullable(),
  dueOn: daySchema,
  penaltyFen: bookedFenSchema,
  interestFen: bookedFenSchema,
  principalFen: bookedFenSchema,
  totalFen: bookedFenSchema,
  /** 0 on the due day itself. */
  daysPastDue: z.number().int(),
});

/** What stands between this loan and a repayment: null where nothing does; in the customer’s words. */
const hindrance = z.string().nullable();

export const repaymentTermsSchema = z
  .object({
    loanId: idSchema,
    loanNo: z.string(),
    state: z.enum(['active', 'closed', 'written-off']),
    /** The bank’s day that all of this is counted to. */
    on: daySchema,
    /** Due or overdue, the oldest first: paid in this order, each instalment’s parts in the order of `allocation`. */
    due: z.object({
      rows: z.array(owedRowSchema),
      penaltyFen: bookedFenSchema,
      interestFen: bookedFenSchema,
      principalFen: bookedFenSchema,
      totalFen: bookedFenSchema,
      overdueFen: bookedFenSchema,
      daysPastDue: z.number().int(),
    }),
    allocation: z.array(z.enum(['penalty', 'interest', 'principal'])),
    /** The instalment to come: it may be paid ahead of its day, whole and together with all that is due. Null where none is. */
    running: owedRowSchema.omit({ penaltyFen: true, daysPastDue: true }).nullable(),
    /** Any amount up to `dueFen` may be paid, or exactly `aheadFen` (null where nothing runs). */
    amounts: z.object({ dueFen: bookedFenSchema, aheadFen: bookedFenSchema.nullable() }),
    outstandingFen: bookedFenSchema,
    /** Masked. */
    accountNo: z.string(),
    /** As the core says just now; null where it is silent. */
    account: z.object({ balanceFen: bookedFenSchema, availableFen: bookedFenSchema, ready: z.boolean() }).nullable(),
    /** One that is under way: another may be begun once it is settled. */
    open: repaymentAttemptSchema.nullable(),
    mayRepay: hindrance,
    mayRepayEarly: hindrance,
    early: z.object({
      /** none: done at once; officer: an officer approves and sets the day of the debit. */
      approval: z.enum(['none', 'officer']),
      minFen: bookedFenSchema,
      stepFen: bookedFenSchema,
      /** The least below what is left: more pays off. */
      maxFen: bookedFenSchema,
      feePpm: z.number().int(),
    }),
  })
  .meta({ id: 'RepaymentTerms' });

export const openNoteSchema = z
  .object({
    loanId: idSchema,
    /** 借据号 */
    loanNo: z.string(),
    productName: z.string(),
    principalFen: bookedFenSchema,
    /** Principal not yet repaid. */
    outstandingFen: bookedFenSchema,
    /** Masked. */
    accountNo: z.string(),
    /** The instalment that runs, or fell due last; null where none does. */
    current: z
      .object({
        periodNo: z.number().int(),
        dueOn: daySchema,
        principalFen: bookedFenSchema,
        interestFen: bookedFenSchema,
        totalFen: bookedFenSchema,
      })
      .nullable(),
    /** Interest that is due, and what the running period has cost so far. */
    interestFen: bookedFenSchema,
    overdueFen: bookedFenSchema,
    daysPastDue: z.number().int(),
    mayRepayEarly: hindrance,
  })
  .meta({ id: 'OpenNote' });

export const earlyOutcomeSchema = z
  .object({
    mode: earlyModeSchema,
    /** What is due or overdue comes first. */
    dueFen: bookedFenSchema,
    /** Of the running period up to the quote’s day, less what another pays (贴息). */
    interestFen: bookedFenSchema,
    /** That interest before the other’s part, how it came about. */
    interestWorking: z.object({
      balanceFen: bookedFenSchema,
      ratePpm: z.number().int(),
      fromOn: daySchema,
      toOn: daySchema,
      wholeFen: bookedFenSchema,
      discountFen: bookedFenSchema,
    }),
    feeFen: bookedFenSchema,
    principalFen: bookedFenSchema,
    /** All that is taken. */
    amountFen: bookedFenSchema,
    /** Of the interest to come, what falls away. */
    interestSavedFen: bookedFenSchema,
    instalmentsBefore: z.number().int(),
    instalmentsAfter: z.number().int(),
    nextBeforeFen: bookedFenSchema,
    /** 0 where nothing is left. */
    nextAfterFen: bookedFenSchema,
    endsBefore: daySchema,
    endsAfter: daySchema,
    balanceAfterFen: bookedFenSchema,
    /** The plan as it would be from then on. */
    rowsAfter: z.array(
      z.object({
        periodNo: z.number().int().nullable(),
        dueOn: daySchema,
        principalFen: bookedFenSchema,
        interestFen: bookedFenSchema,
        totalFen: bookedFenSchema,
        balanceFen: bookedFenSchema,
      }),
    ),
  })
  .meta({ id: 'EarlyOutcome' });

export const earlyQuoteSchema = z
  .object({
    quoteId: idSchema,
    loanId: idSchema,
    /** The day that interest is counted to. */
    on: daySchema,
    quotedAt: instantSchema,
    /** Honoured to the fen until then, also over midnight, unless the loan changes. */
    validUntil: instantSchema,
    /** By the server’s clock. */
    now: instantSchema,
    approval: z.enum(['none', 'officer']),
    /** Side by side; pay-off alone where no principal was named. */
    outcomes: z.array(earlyOutcomeSchema),
    /** The plan as it is: what the outcomes are laid beside. */
    rowsBefore: earlyOutcomeSchema.shape.rowsAfter,
  })
  .meta({ id: 'EarlyQuote' });

export const earlyRequestSchema = z
  .object({
    requestId: idSchema,
    /** 提前还款申请编号 */
    requestNo: z.string(),
    loanId: idSchema,
    loanNo: z.string(),
    mode: earlyModeSchema,
    /** As asked for; of a pay-off what was left on that day. */
    principalFen: bookedFenSchema,
    /** On the day of the request; the day of the debit counts its own interest. */
    quotedFen: bookedFenSchema,
    /**
     * requested: an officer looks at it; approved: debited on debitOn; paying: the debit is under way; paid; declined; cancelled: by the
     * customer, or since the loan came to its end; failed: the account did not have the money on that day.
     */
    state: z.enum(['requested', 'approved', 'paying', 'paid', 'declined', 'cancelled', 'failed']),
    debitOn: daySchema.nullable(),
    /** What the debit would take on that day, as the loan stands now; where approved. */
    expectedFen: bookedFenSchema.nullable(),
    /** In the customer’s words, where declined or failed. */
    reason: z.string().nullable(),
    requestedAt: instantSchema,
    decidedAt: instantSchema.nullable(),
    endedAt: instantSchema.nullable(),
    mayCancel: z.boolean(),
  })
  .meta({ id: 'EarlyRequest' });

const waitSchema = z.object({ waitMs: z.coerce.number().int().min(0).max(10_000).optional() });
const ofLoan = z.object({ loanId: idSchema });
const ofQuote = z.object({ quoteId: idSchema });
const ofRequest = z.object({ requestId: idSchema });
const password = [
  'transaction-password-wrong',
  'transaction-password-locked',
  'password-envelope-expired',
  'too-many-requests',
] as const;
const account = ['account-not-ready', 'balance-insufficient', 'outside-system-silent'] as const;
const loanState = ['not-found', 'loan-closed', 'loan-written-off', 'repayment-open'] as const;

export const repaymentOperations = defineOperations({
  listOpenNotes: {
    method: 'GET',
    path: '/api/customer/open-notes',
    summary: 'My loan notes that are not paid off, as early repayment begins with (REP-2).',
    who: 'customer',
    kind: 'read',
    success: [200, z.object({ on: daySchema, notes: z.array(openNoteSchema) })],
    refusals: [],
  },
  readRepayment: {
    method: 'GET',
    path: '/api/customer/loans/{loanId}/repayment',
    summary: 'What is owed now and may be paid, the account as the core has it, and what is under way.',
    who: 'customer',
    kind: 'read',
    params: ofLoan,
    success: [200, repaymentTermsSchema],
    refusals: ['not-found'],
  },
  startRepayment: {
    method: 'POST',
    path: '/api/customer/loans/{loanId}/repayments',
    summary: 'Repay what is due, a part of it, or the running instalment too. Read it with waitMs for its outcome.',
    who: 'customer',
    kind: 'write',
    params: ofLoan,
    body: z.strictObject({ amountFen: fenSchema, transactionPassword: sealedPasswordSchema }),
    success: [202, repaymentAttemptSchema],
    refusals: [...loanState, 'repayment-below-minimum', 'repayment-above-owed', ...account, ...password],
  },
  readRepaymentAttempt: {
    method: 'GET',
    path: '/api/customer/repayments/{repaymentId}',
    summary: 'One attempt to repay. With waitMs the answer waits up to so long while the outcome is open.',
    who: 'customer',
    kind: 'read',
    params: z.object({ repaymentId: idSchema }),
    query: waitSchema,
    success: [200, repaymentAttemptSchema],
    refusals: ['not-found'],
  },
  quoteEarlyRepayment: {
    method: 'POST',
    path: '/api/customer/loans/{loanId}/early-quotes',
    summary: 'What repaying so much principal early, or all of it, would cost today and lead to; kept and honoured.',
    who: 'customer',
    kind: 'write',
    params: ofLoan,
    /** Without an amount: what paying off costs. */
    body: z.strictObject({ principalFen: fenSchema.optional() }),
    success: [201, earlyQuoteSchema],
    refusals: [
      ...loanState,
      'early-not-yet',
      'early-nothing-runs',
      'early-request-open',
      'repayment-below-minimum',
      'repayment-not-a-multiple',
      'repayment-above-owed',
      'too-many-requests',
    ],
  },
  startEarlyRepayment: {
    method: 'POST',
    path: '/api/customer/early-quotes/{quoteId}/repayment',
    summary: 'Repay early as quoted. Read the attempt with waitMs for its outcome.',
    who: 'customer',
    kind: 'write',
    params: ofQuote,
    body: z.strictObject({ mode: earlyModeSchema, transactionPassword: sealedPasswordSchema }),
    success: [202, repaymentAttemptSchema],
    refusals: [...loanState, 'quote-expired', 'step-not-allowed', 'early-request-open', ...account, ...password],
  },
  requestEarlyRepayment: {
    method: 'POST',
    path: '/api/customer/early-quotes/{quoteId}/request',
    summary:
      'Where an officer approves early repayments: ask for one as quoted. The day of the debit counts its interest.',
    who: 'customer',
    kind: 'write',
    params: ofQuote,
    body: z.strictObject({ mode: earlyModeSchema, transactionPassword: sealedPasswordSchema }),
    success: [201, earlyRequestSchema],
    refusals: [...loanState, 'quote-expired', 'step-not-allowed', 'early-request-open', ...password],
  },
  listEarlyRequests: {
    method: 'GET',
    path: '/api/customer/loans/{loanId}/early-requests',
    summary: 'My requests to repay this loan early, newest first, at most 20.',
    who: 'customer',
    kind: 'read',
    params: ofLoan,
    success: [200, z.object({ requests: z.array(earlyRequestSchema) })],
    refusals: ['not-found'],
  },
  cancelEarlyRequest: {
    method: 'DELETE',
    path: '/api/customer/early-requests/{requestId}',
    summary: 'Take a request back, until its debit begins.',
    who: 'customer',
    kind: 'write',
    params: ofRequest,
    success: [200, earlyRequestSchema],
    refusals: ['not-found', 'step-not-allowed'],
  },
});
