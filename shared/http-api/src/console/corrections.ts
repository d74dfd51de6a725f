import { z } from 'zod';
import { defineOperations } from '../operation.ts';
import { bookedFenSchema, daySchema, fenSchema, idSchema, instantSchema } from '../schemas.ts';
import { entryLineSchema } from './loans.ts';

const kindSchema = z.enum(['reversal', 'refund', 'write-off', 'recovery', 'back-dated']);
const stateSchema = z.enum([
  ...(['draft', 'submitted', 'approved', 'sent', 'done'] as const),
  ...(['returned', 'withdrawn', 'failed'] as const),
]);
const maySchema = z.enum(['yes', 'right-missing', 'same-person', 'wrong-state']);
const person = z.object({ name: z.string(), at: instantSchema });
const reason = z.string().trim().min(1, '请填写原因').max(500, '原因最多 500 字');
const correctionId = z.object({ correctionId: idSchema });
const coreNo = z
  .string()
  .trim()
  .regex(/^[A-Za-z0-9]{1,32}$/, '请输入核心流水号（最多 32 位字母和数字）');

/** What is wanted, by kind; amount and day of money that came are the core's to say. */
const wantedSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('reversal'),
    transactionId: idSchema,
    /** The core pays it back; else the core never had it, which is asked of the core. */
    paysOut: z.boolean(),
  }),
  z.strictObject({ kind: z.literal('refund'), amountFen: fenSchema }),
  z.strictObject({ kind: z.literal('write-off') }),
  z.strictObject({ kind: z.literal('recovery'), coreNo }),
  z.strictObject({ kind: z.literal('back-dated'), coreNo }),
]);

const figuresSchema = z.object({
  principalFen: bookedFenSchema,
  interestDueFen: bookedFenSchema,
  discountDueFen: bookedFenSchema,
  accruedFen: bookedFenSchema,
  surplusFen: bookedFenSchema,
  writtenOffFen: bookedFenSchema,
  interestIncomeFen: bookedFenSchema,
  penaltyIncomeFen: bookedFenSchema,
  feeIncomeFen: bookedFenSchema,
  receivedFen: bookedFenSchema,
});
const rowSchema = z.object({
  principalFen: bookedFenSchema,
  interestFen: bookedFenSchema,
  discountFen: bookedFenSchema,
  penaltyFen: bookedFenSchema,
  paidPrincipalFen: bookedFenSchema,
  paidInterestFen: bookedFenSchema,
  paidPenaltyFen: bookedFenSchema,
  settledOn: daySchema.nullable(),
});
const paidSchema = z.object({
  penaltyFen: bookedFenSchema,
  interestFen: bookedFenSchema,
  principalFen: bookedFenSchema,
  feeFen: bookedFenSchema,
  surplusFen: bookedFenSchema,
});

/** What it changes and nothing else. */
const effectSchema = z
  .object({
    before: figuresSchema,
    after: figuresSchema,
    rows: z.array(
      z.object({
        no: z.number().int(),
        periodNo: z.number().int().nullable(),
        dueOn: daySchema,
        before: rowSchema.nullable(),
        after: rowSchema.nullable(),
      }),
    ),
    transactions: z.array(z.object({ transactionId: idSchema, before: paidSchema, after: paidSchema })),
    /** The entry that it makes. */
    lines: z.array(entryLineSchema),
  })
  .meta({ id: 'CorrectionEffect' });

const summarySchema = z.object({
  correctionId: idSchema,
  kind: kindSchema,
  state: stateSchema,
  loanId: idSchema,
  loanNo: z.string(),
  branchName: z.string(),
  amountFen: bookedFenSchema,
  effectiveOn: daySchema,
  paysOut: z.boolean(),
  reason: z.string(),
  drafted: person,
});
const correctionSchema = summarySchema
  .extend({
    customerName: z.string(),
    transactionId: idSchema.nullable(),
    coreNo: z.string().nullable(),
    coreSerialNo: z.string().nullable(),
    requestNo: z.string().nullable(),
    refusalCode: z.string().nullable(),
    settledAt: instantSchema.nullable(),
    submitted: person.nullable(),
    published: person.nullable(),
    returned: z.object({ name: z.string(), at: instantSchema, reason: z.string() }).nullable(),
    effect: effectSchema,
    /** The loan has changed since: what is shown holds no more. */
    stale: z.boolean(),
    may: z.object({ submit: maySchema, withdraw: maySchema, approve: maySchema, return: maySchema }),
  })
  .meta({ id: 'Correction' });

const at = '/api/console/corrections';

export const correctionOperations = defineOperations({
  previewCorrection: {
    method: 'POST',
    path: '/api/console/loans/{loanId}/correction-preview',
    summary: 'What a correction would change, as of today. Nothing is kept.',
    who: 'staff',
    right: 'loans-correct',
    kind: 'read',
    params: z.object({ loanId: idSchema }),
    body: wantedSchema,
    success: [200, z.object({ amountFen: bookedFenSchema, effectiveOn: daySchema, effect: effectSchema })],
    refusals: ['not-found', 'correction-not-possible', 'core-number-refused', 'outside-system-silent'],
  },
  draftCorrection: {
    method: 'POST',
    path: '/api/console/loans/{loanId}/corrections',
    summary: 'Keep a correction with what it would change. One open correction a loan.',
    who: 'staff',
    right: 'loans-correct',
    kind: 'write',
    params: z.object({ loanId: idSchema }),
    body: z.strictObject({ wanted: wantedSchema, reason }),
    success: [201, correctionSchema],
    refusals: [
      ...(['not-found', 'correction-not-possible', 'correction-open'] as const),
      ...(['core-number-refused', 'core-number-used', 'outside-system-silent'] as const),
    ],
  },
  listCorrections: {
    method: 'GET',
    path: at,
    summary: 'Corrections, the newest first: of loans of one’s own branch, all of them at the head office.',
    who: 'staff',
    right: 'loans-read',
    kind: 'read',
    query: z.object({
      state: stateSchema.optional(),
      kind: kindSchema.optional(),
      page: z.coerce.number().int().min(1).max(10_000).optional(),
      pageSize: z.coerce.number().int().min(1).max(100).optional(),
    }),
    success: [
      200,
      z.object({
        items: z.array(summarySchema),
        total: z.number().int(),
        page: z.number().int(),
        pageSize: z.number().int(),
      }),
    ],
    refusals: [],
  },
  correctionsOfLoan: {
    method: 'GET',
    path: '/api/console/loans/{loanId}/corrections',
    summary: 'The corrections of a loan, the newest first, at most 100.',
    who: 'staff',
    right: 'loans-read',
    kind: 'read',
    params: z.object({ loanId: idSchema }),
    success: [200, z.object({ corrections: z.array(summarySchema) })],
    refusals: ['not-found'],
  },
  readCorrection: {
    method: 'GET',
    path: `${at}/{correctionId}`,
    summary: 'A correction, what it changes, and who may do what with it.',
    who: 'staff',
    right: 'loans-read',
    kind: 'read',
    params: correctionId,
    success: [200, correctionSchema],
    refusals: ['not-found'],
  },
  submitCorrection: {
    method: 'POST',
    path: `${at}/{correctionId}/submission`,
    summary: 'Hand a draft to the one who approves.',
    who: 'staff',
    right: 'loans-correct',
    kind: 'write',
    params: correctionId,
    success: [200, correctionSchema],
    refusals: ['not-found', 'step-not-allowed'],
  },
  withdrawCorrection: {
    method: 'POST',
    path: `${at}/{correctionId}/withdrawal`,
    summary: 'Give a draft up.',
    who: 'staff',
    right: 'loans-correct',
    kind: 'write',
    params: correctionId,
    success: [200, correctionSchema],
    refusals: ['not-found', 'step-not-allowed'],
  },
  approveCorrection: {
    method: 'POST',
    path: `${at}/{correctionId}/approval`,
    summary:
      'Agree to a correction: by another person than drafted or submitted it, on the loan as it was previewed. What the core pays is a fact when it has paid.',
    who: 'staff',
    right: 'loans-approve',
    kind: 'write',
    params: correctionId,
    success: [200, correctionSchema],
    refusals: ['not-found', 'step-not-allowed', 'same-person', 'correction-stale', 'correction-not-possible'],
  },
  returnCorrection: {
    method: 'POST',
    path: `${at}/{correctionId}/return`,
    summary: 'Give a submitted correction back, with the reason. It ends here; another may be drafted.',
    who: 'staff',
    right: 'loans-approve',
    kind: 'write',
    params: correctionId,
    body: z.strictObject({ reason }),
    success: [200, correctionSchema],
    refusals: ['not-found', 'step-not-allowed', 'same-person'],
  },
});
