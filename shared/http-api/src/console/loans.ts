import { z } from 'zod';
import { defineOperations } from '../operation.ts';
import { bookedFenSchema, daySchema, idSchema, instantSchema, ppmSchema, repaymentMethodSchema } from '../schemas.ts';

const classSchema = z.enum(['normal', 'special-mention', 'substandard', 'doubtful', 'loss']);
const stateSchema = z.enum(['active', 'closed', 'written-off']);
const viaSchema = z.enum(['debit', 'customer', 'deposit', 'counter']);
const modeSchema = z.enum(['shorter-term', 'lower-instalment', 'pay-off']);
const transactionTypeSchema = z.enum([
  ...(['disbursement', 'repayment', 'early-repayment'] as const),
  ...(['reversal', 'refund', 'write-off', 'recovery'] as const),
]);
const loanNoSchema = z
  .string()
  .trim()
  .toUpperCase()
  .regex(/^[A-Z0-9-]{1,20}$/, '请输入借据号');

export const loanRowSchema = z.object({
  loanId: idSchema,
  loanNo: z.string(),
  customerName: z.string(),
  productCode: z.string(),
  productName: z.string(),
  branchName: z.string(),
  state: stateSchema,
  /** What was paid out, and what of it is not repaid. */
  principalFen: bookedFenSchema,
  outstandingFen: bookedFenSchema,
  /** Paid beyond what was owed. */
  surplusFen: bookedFenSchema,
  disbursedOn: daySchema,
  /** Of the oldest instalment that is not settled; null when all are. */
  nextDueOn: daySchema.nullable(),
  /** Counted from that day to today. */
  daysPastDue: z.number().int(),
  /** As of the last day end. */
  class: classSchema,
});

/** An instalment with what has been paid of it. */
const instalmentSchema = z.object({
  no: z.number().int(),
  kind: z.enum(['regular', 'early']),
  /** As the customer counts; null of an early repayment's row. */
  periodNo: z.number().int().nullable(),
  fromOn: daySchema,
  dueOn: daySchema,
  days: z.number().int(),
  openingFen: bookedFenSchema,
  principalFen: bookedFenSchema,
  interestFen: bookedFenSchema,
  /** Of the interest: what another pays. */
  discountFen: bookedFenSchema,
  /** All that the customer pays, penalty of today included. */
  totalFen: bookedFenSchema,
  balanceFen: bookedFenSchema,
  penaltyFen: bookedFenSchema,
  paidPrincipalFen: bookedFenSchema,
  paidInterestFen: bookedFenSchema,
  paidPenaltyFen: bookedFenSchema,
  settledOn: daySchema.nullable(),
});

const transactionSchema = z.object({
  transactionId: idSchema,
  type: transactionTypeSchema,
  via: viaSchema.nullable(),
  effectiveOn: daySchema,
  recordedOn: daySchema,
  amountFen: bookedFenSchema,
  mode: modeSchema.nullable(),
  penaltyFen: bookedFenSchema,
  interestFen: bookedFenSchema,
  principalFen: bookedFenSchema,
  feeFen: bookedFenSchema,
  surplusFen: bookedFenSchema,
  /** The transaction that took it back. */
  voidedBy: idSchema.nullable(),
});

/** An attempt to take money at the core. */
const attemptSchema = z.object({
  requestNo: z.string(),
  via: viaSchema,
  amountFen: bookedFenSchema,
  bookedFen: bookedFenSchema.nullable(),
  bookedOn: daySchema.nullable(),
  state: z.enum(['requested', 'sent', 'booked', 'refused']),
  coreSerialNo: z.string().nullable(),
  refusalCode: z.string().nullable(),
  requestedAt: instantSchema,
});

/** A line of the books in words: an account of the chart, and on which side. */
export const entryLineSchema = z.object({
  code: z.string(),
  account: z.string(),
  debitFen: bookedFenSchema,
  creditFen: bookedFenSchema,
});
const entrySchema = z.object({
  ref: z.string(),
  on: daySchema,
  memo: z.string(),
  lines: z.array(entryLineSchema),
});

const recordSchema = loanRowSchema
  .extend({
    contractId: idSchema,
    /** Masked. */
    accountNo: z.string(),
    annualRatePpm: ppmSchema,
    termMonths: z.number().int(),
    repaymentMethod: repaymentMethodSchema,
    maturesOn: daySchema,
    closedOn: daySchema.nullable(),
    terms: z.object({
      penaltyRatePpm: ppmSchema,
      graceDays: z.number().int(),
      earlyFeePpm: ppmSchema,
      dayCount: z.string(),
      allocation: z.array(z.enum(['penalty', 'interest', 'principal'])),
    }),
    /** What is due or overdue today. */
    owed: z.object({
      penaltyFen: bookedFenSchema,
      interestFen: bookedFenSchema,
      principalFen: bookedFenSchema,
      totalFen: bookedFenSchema,
      overdueFen: bookedFenSchema,
    }),
    /** Of the running period, up to today; not yet due. */
    accruedFen: bookedFenSchema,
    writtenOff: z
      .object({
        on: daySchema,
        /** Principal and interest due that the bank gave up in its books. */
        amountFen: bookedFenSchema,
        recoveredFen: bookedFenSchema,
      })
      .nullable(),
    instalments: z.array(instalmentSchema),
    /** The plan as it was before it was made anew, the latest first. */
    pastPlans: z.array(
      z.object({
        planNo: z.number().int(),
        endedOn: daySchema,
        rows: z.array(
          instalmentSchema.pick({ no: true, dueOn: true, principalFen: true, interestFen: true, balanceFen: true }),
        ),
      }),
    ),
    /** In the order in which they take effect, the latest 500. */
    transactions: z.array(transactionSchema),
    attempts: z.array(attemptSchema),
    today: daySchema,
  })
  .meta({ id: 'LoanRecord' });

export const loanConsoleOperations = defineOperations({
  listLoans: {
    method: 'GET',
    path: '/api/console/loans',
    summary:
      'Loans, the newest first: those of one’s own branch, all of them at the head office. A page goes on after the last number that was seen, or before the first.',
    who: 'staff',
    right: 'loans-read',
    kind: 'read',
    query: z.object({
      /** The beginning of a number. */
      loanNo: loanNoSchema.optional(),
      state: stateSchema.optional(),
      class: classSchema.optional(),
      /** Whether an instalment is late today. */
      overdue: z.enum(['true', 'false']).optional(),
      productCode: z
        .string()
        .regex(/^[a-z-]{1,32}$/)
        .optional(),
      branchCode: z
        .string()
        .regex(/^[A-Z0-9*]{1,16}$/)
        .optional(),
      after: loanNoSchema.optional(),
      before: loanNoSchema.optional(),
      pageSize: z.coerce.number().int().min(1).max(100).optional(),
    }),
    success: [
      200,
      z.object({
        loans: z.array(loanRowSchema),
        /** Where the next page begins, and where the page before it ends; null where there is none. */
        after: z.string().nullable(),
        before: z.string().nullable(),
        products: z.array(z.object({ productCode: z.string(), name: z.string() })),
        branches: z.array(z.object({ branchCode: z.string(), name: z.string() })),
      }),
    ],
    refusals: [],
  },
  readLoanRecord: {
    method: 'GET',
    path: '/api/console/loans/{loanId}',
    summary: 'A loan as it stands: figures, plan, what happened; the customer’s name masked.',
    who: 'staff',
    right: 'loans-read',
    kind: 'read',
    params: z.object({ loanId: idSchema }),
    success: [200, recordSchema],
    refusals: ['not-found'],
  },
  readLoanEntries: {
    method: 'GET',
    path: '/api/console/loans/{loanId}/entries',
    summary: 'What the books hold of a loan, the newest entry first.',
    who: 'staff',
    right: 'loans-read',
    kind: 'read',
    params: z.object({ loanId: idSchema }),
    query: z.object({ page: z.coerce.number().int().min(1).max(1_000).optional() }),
    success: [
      200,
      z.object({
        entries: z.array(entrySchema),
        total: z.number().int(),
        page: z.number().int(),
        pageSize: z.number().int(),
      }),
    ],
    refusals: ['not-found'],
  },
  revealLoanCustomer: {
    method: 'GET',
    path: '/api/console/loans/{loanId}/customer',
    summary: 'Whose loan it is, in full. Each look is kept in the audit trail.',
    who: 'staff',
    right: 'borrower-data',
    audited: true,
    kind: 'read',
    params: z.object({ loanId: idSchema }),
    success: [200, z.object({ name: z.string(), mobile: z.string(), idNumber: z.string(), accountNo: z.string() })],
    refusals: ['not-found'],
  },
});
