import { z } from 'zod';
import { defineOperations } from '../operation.ts';
import {
  bookedFenSchema,
  daySchema,
  hashSchema,
  idSchema,
  instantSchema,
  ppmSchema,
  repaymentMethodSchema,
  scheduleRowSchema,
} from '../schemas.ts';

/**
 * upcoming 待还: falls due later, or today. overdue 逾期: its day is past, whatever was paid of it; partly-paid 部分已还: on its very day.
 * settled 已还; early 提前还款: a row of its own, settled on the day on which it was made.
 */
const instalmentStateSchema = z.enum(['upcoming', 'overdue', 'partly-paid', 'settled', 'early']);

/** An instalment as a chart or a list needs it. */
const planRowSchema = scheduleRowSchema
  .extend({
    kind: z.enum(['regular', 'early']),
    /** As the customer counts; null of an early repayment's row, which stands between two instalments. */
    periodNo: z.number().int().nullable(),
    state: instalmentStateSchema,
  })
  .meta({ id: 'PlanRow' });

export const instalmentSchema = planRowSchema
  .extend({
    fromOn: daySchema,
    /** Of the interest: what another pays (贴息). */
    discountFen: bookedFenSchema,
    /** As of today. */
    penaltyFen: bookedFenSchema,
    /** All that the customer pays for it: principal, interest less discount, penalty. */
    dueFen: bookedFenSchema,
    paidFen: bookedFenSchema,
    leftFen: bookedFenSchema,
    daysPastDue: z.number().int(),
    settledOn: daySchema.nullable(),
  })
  .meta({ id: 'Instalment' });

export const loanSchema = z
  .object({
    loanId: idSchema,
    /** 借据号 */
    loanNo: z.string(),
    contractId: idSchema,
    contractNo: z.string(),
    productName: z.string(),
    state: z.enum(['active', 'closed', 'written-off']),
    principalFen: bookedFenSchema,
    /** Principal not yet repaid. */
    outstandingFen: bookedFenSchema,
    annualRatePpm: ppmSchema,
    repaymentMethod: repaymentMethodSchema,
    termMonths: z.number().int(),
    disbursedOn: daySchema,
    /** The last instalment's day, as the plan is now. */
    maturesOn: daySchema,
    closedOn: daySchema.nullable(),
    /** Masked. */
    repaymentAccountNo: z.string(),
    /** Periods that are paid, of all that the plan has now. */
    progress: z.object({ settled: z.number().int(), total: z.number().int() }),
    /** The instalment that falls due next (today is not past), less what is paid of it; `no` is the period. Null once none is to come. */
    nextPayment: z.object({ no: z.number().int(), dueOn: daySchema, totalFen: bookedFenSchema }).nullable(),
    /** What is due today or late, all in all; 0 where nothing is. */
    dueNowFen: bookedFenSchema,
    overdue: z
      .object({
        /** Of the oldest instalment that is late. */
        days: z.number().int(),
        sinceOn: daySchema,
        periods: z.number().int(),
        /** With penalty. */
        amountFen: bookedFenSchema,
        penaltyFen: bookedFenSchema,
      })
      .nullable(),
    /** Paid beyond what was owed, and owed back. */
    surplusFen: bookedFenSchema,
  })
  .meta({ id: 'Loan' });

export const loanDetailSchema = loanSchema
  .extend({
    /** The bank's day: what is due and what has accrued are as of it. */
    today: daySchema,
    /** Of the plan as it is now, discount taken off. */
    totalInterestFen: bookedFenSchema,
    totalDiscountFen: bookedFenSchema,
    /** What the running period has cost the customer up to today; not yet due. */
    accruedInterestFen: bookedFenSchema,
    rows: z.array(planRowSchema),
  })
  .meta({ id: 'LoanDetail' });

/** How a figure came about, in the customer's words: what it is made of, the sum before rounding, and the figure itself. */
export const workingSchema = z
  .object({
    name: z.string(),
    amountFen: bookedFenSchema,
    /** What was multiplied and divided: '100,000.00 × 7.2% × 30 ÷ 360'. */
    formula: z.string().nullable(),
    /** In yuan before rounding, to four decimals, with '…' where it goes on. */
    exact: z.string().nullable(),
    parts: z.array(z.object({ name: z.string(), value: z.string() })),
    note: z.string().nullable(),
  })
  .meta({ id: 'Working' });
const workingsSchema = z.object({ title: z.string(), workings: z.array(workingSchema) }).meta({ id: 'Workings' });

/** Write-offs are the bank's own books and no business of the customer's; money after one is a repayment. */
export const transactionTypeSchema = z.enum(['disbursement', 'repayment', 'early-repayment', 'reversal', 'refund']);
const viaSchema = z.enum(['debit', 'customer', 'deposit', 'counter']);
const partsSchema = z.object({
  penaltyFen: bookedFenSchema,
  interestFen: bookedFenSchema,
  principalFen: bookedFenSchema,
  feeFen: bookedFenSchema,
  /** Beyond what was owed. */
  surplusFen: bookedFenSchema,
});

export const loanTransactionSchema = partsSchema
  .extend({
    transactionId: idSchema,
    type: transactionTypeSchema,
    /** From this day on it counts. */
    effectiveOn: daySchema,
    recordedOn: daySchema,
    amountFen: bookedFenSchema,
    via: viaSchema.nullable(),
    mode: z.enum(['shorter-term', 'lower-instalment', 'pay-off']).nullable(),
    /** Taken back later (已冲正). */
    voided: z.boolean(),
  })
  .meta({ id: 'LoanTransaction' });

export const repaymentRecordSchema = partsSchema
  .extend({
    recordId: idSchema,
    /** The day that it counts for. */
    on: daySchema,
    /** Null of what was paid over the counter. */
    requestedAt: instantSchema.nullable(),
    /** What came; while it is under way or where it did not come: what was asked for. */
    amountFen: bookedFenSchema,
    via: viaSchema,
    /** processing 处理中: not yet known, never failure. reversed: taken back later. */
    state: z.enum(['processing', 'done', 'failed', 'reversed']),
    isEarly: z.boolean(),
    /** In the customer's words, where failed. */
    reason: z.string().nullable(),
    /** The core's serial number, for the receipt. */
    serialNo: z.string().nullable(),
  })
  .meta({ id: 'RepaymentRecord' });

const loanParams = z.object({ loanId: idSchema });
const page = z.coerce.number().int().min(1).max(10_000).optional();
const rangeQuery = { from: daySchema.optional(), to: daySchema.optional() };
const transactionsQuery = {
  ...rangeQuery,
  type: transactionTypeSchema.optional(),
  /** Only of today; a range beside it contradicts. */
  today: z.literal('true').optional(),
};
const paged = {
  page: z.number().int(),
  /** 0 where there is nothing. */ pages: z.number().int(),
  total: z.number().int(),
};

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const fileSchema = z
  .object({
    name: z.string(),
    mediaType: z.enum(['application/pdf', 'text/csv', XLSX]),
    sha256: hashSchema,
    base64: z.string(),
  })
  .meta({ id: 'LoanFile' });

export const loanOperations = defineOperations({
  listLoans: {
    method: 'GET',
    path: '/api/customer/loans',
    summary: 'My loans, newest first, at most 100.',
    who: 'customer',
    kind: 'read',
    success: [200, z.object({ loans: z.array(loanSchema) })],
    refusals: [],
  },
  readLoan: {
    method: 'GET',
    path: '/api/customer/loans/{loanId}',
    summary: 'One loan with its plan as it is now.',
    who: 'customer',
    kind: 'read',
    params: loanParams,
    success: [200, loanDetailSchema],
    refusals: ['not-found'],
  },
  explainLoan: {
    method: 'GET',
    path: '/api/customer/loans/{loanId}/workings',
    summary: "How a loan's own figures of today came about: principal left, interest so far, what is due.",
    who: 'customer',
    kind: 'read',
    params: loanParams,
    success: [200, workingsSchema],
    refusals: ['not-found'],
  },
  listInstalments: {
    method: 'GET',
    path: '/api/customer/loans/{loanId}/instalments',
    summary: 'The repayment plan: all of it, or what falls due in a range, of which both days are given.',
    who: 'customer',
    kind: 'read',
    params: loanParams,
    query: z.object({ ...rangeQuery, page }),
    success: [
      200,
      z.object({
        ...paged,
        instalments: z.array(instalmentSchema),
        /** Of all that was asked for, not of the page. */
        sums: z.object({
          principalFen: bookedFenSchema,
          interestFen: bookedFenSchema,
          discountFen: bookedFenSchema,
          penaltyFen: bookedFenSchema,
          dueFen: bookedFenSchema,
          paidFen: bookedFenSchema,
        }),
      }),
    ],
    refusals: ['not-found'],
  },
  explainInstalment: {
    method: 'GET',
    path: '/api/customer/loans/{loanId}/instalments/{no}/workings',
    summary: 'How the figures of one row of the plan came about: balance, rate, days, rounding.',
    who: 'customer',
    kind: 'read',
    params: loanParams.extend({ no: z.coerce.number().int().min(1).max(10_000) }),
    success: [200, workingsSchema],
    refusals: ['not-found'],
  },
  listTransactions: {
    method: 'GET',
    path: '/api/customer/loans/{loanId}/transactions',
    summary:
      'What happened with a loan, newest first: the last month unless told, at most a year at a time, or only today.',
    who: 'customer',
    kind: 'read',
    params: loanParams,
    query: z.object({ ...transactionsQuery, page }),
    success: [
      200,
      z.object({ ...paged, from: daySchema, to: daySchema, transactions: z.array(loanTransactionSchema) }),
    ],
    refusals: ['not-found'],
  },
  explainTransaction: {
    method: 'GET',
    path: '/api/customer/loans/{loanId}/transactions/{transactionId}/workings',
    summary: 'Which instalments a repayment went to, and in which order.',
    who: 'customer',
    kind: 'read',
    params: loanParams.extend({ transactionId: idSchema }),
    success: [200, workingsSchema],
    refusals: ['not-found'],
  },
  listRepayments: {
    method: 'GET',
    path: '/api/customer/loans/{loanId}/repayments',
    summary: 'Repayments of a loan, newest first, with those under way and those that did not come.',
    who: 'customer',
    kind: 'read',
    params: loanParams,
    query: z.object({ page }),
    success: [200, z.object({ ...paged, repayments: z.array(repaymentRecordSchema) })],
    refusals: ['not-found'],
  },
  downloadTransactions: {
    method: 'GET',
    path: '/api/customer/loans/{loanId}/transactions/file',
    summary: 'What listTransactions would list, all pages, as a table to keep.',
    who: 'customer',
    kind: 'read',
    params: loanParams,
    query: z.object({ ...transactionsQuery, format: z.enum(['csv', 'xlsx']) }),
    success: [200, fileSchema],
    refusals: ['not-found'],
  },
  downloadInstalments: {
    method: 'GET',
    path: '/api/customer/loans/{loanId}/instalments/file',
    summary: 'What listInstalments would list, all pages, as a table or a paper to keep.',
    who: 'customer',
    kind: 'read',
    params: loanParams,
    query: z.object({ ...rangeQuery, format: z.enum(['csv', 'xlsx', 'pdf']) }),
    success: [200, fileSchema],
    refusals: ['not-found'],
  },
  downloadLoanNote: {
    method: 'GET',
    path: '/api/customer/loans/{loanId}/note',
    summary: 'The loan note (借据) as a PDF, for reference: what was signed is the contract.',
    who: 'customer',
    kind: 'read',
    params: loanParams,
    success: [200, fileSchema],
    refusals: ['not-found'],
  },
});
