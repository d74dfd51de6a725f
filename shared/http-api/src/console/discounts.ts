import { z } from 'zod';
import { defineOperations } from '../operation.ts';
import { bookedFenSchema, daySchema, fenSchema, idSchema, instantSchema, ppmSchema } from '../schemas.ts';

const maySchema = z.enum(['yes', 'right-missing', 'same-person', 'wrong-state']);
const person = z.object({ name: z.string(), at: instantSchema });
const reason = z.string().trim().min(1, '请填写原因').max(500, '原因最多 500 字');
const code = (what: string, shape: RegExp) => z.string().trim().regex(shape, `请选择${what}`);

/** Who pays how much of which loans' interest, of instalments that fall due in these days. '*': all. */
const termsSchema = z.strictObject({
  productCode: code('产品', /^[a-z-]{1,32}$/),
  branchCode: code('机构', /^[A-Z0-9*]{1,16}$/),
  employerCode: z
    .string()
    .trim()
    .regex(/^([A-Za-z0-9-]{1,32}|\*)$/, '请填写单位代码，全部单位填 *'),
  payerName: z.string().trim().min(1, '请填写贴息方').max(60, '贴息方最多 60 字'),
  ratePpm: z.number().int().min(1, '请填写贴息利率').max(1_000_000, '贴息利率过高'),
  fromOn: daySchema,
  untilOn: daySchema.nullable(),
  note: reason,
});

const summarySchema = z.object({
  ruleId: idSchema,
  state: z.enum(['draft', 'submitted', 'published', 'returned', 'withdrawn']),
  productCode: z.string(),
  productName: z.string(),
  branchCode: z.string(),
  branchName: z.string(),
  employerCode: z.string(),
  payerName: z.string(),
  ratePpm: ppmSchema,
  fromOn: daySchema,
  untilOn: daySchema.nullable(),
  note: z.string(),
  /** Holds for what falls due today. */
  inForce: z.boolean(),
  drafted: person,
});
const ruleSchema = summarySchema
  .extend({
    submitted: person.nullable(),
    published: person.nullable(),
    returned: z.object({ name: z.string(), at: instantSchema, reason: z.string() }).nullable(),
    end: z.object({ on: daySchema, asked: person, agreed: person.nullable() }).nullable(),
    /** Active loans that it is for. */
    loans: z.number().int(),
    /** What the payer owes for what has fallen due so far: in 1132-02. */
    dueFen: bookedFenSchema,
    /** When the plans of all loans had followed; null while they still do. */
    appliedAt: instantSchema.nullable(),
    today: daySchema,
    may: z.object({
      submit: maySchema,
      withdraw: maySchema,
      publish: maySchema,
      return: maySchema,
      end: maySchema,
      agreeToEnd: maySchema,
    }),
  })
  .meta({ id: 'DiscountRule' });

const sampleRow = z.object({
  periodNo: z.number().int(),
  dueOn: daySchema,
  principalFen: bookedFenSchema,
  interestFen: bookedFenSchema,
  discountFen: bookedFenSchema,
  totalFen: bookedFenSchema,
});

const params = z.object({ ruleId: idSchema });
const at = '/api/console/discounts';
const write = { who: 'staff', kind: 'write', method: 'POST', params } as const;

export const discountOperations = defineOperations({
  listDiscountRules: {
    method: 'GET',
    path: at,
    summary: 'Discount rules, the newest first, at most 200; and what payers owe in all.',
    who: 'staff',
    right: 'loans-read',
    kind: 'read',
    success: [
      200,
      z.object({
        rules: z.array(summarySchema),
        /** The balance of 1132-02. */
        dueFen: bookedFenSchema,
        today: daySchema,
        products: z.array(z.object({ productCode: z.string(), name: z.string() })),
        branches: z.array(z.object({ branchCode: z.string(), name: z.string() })),
      }),
    ],
    refusals: [],
  },
  readDiscountRule: {
    method: 'GET',
    path: `${at}/{ruleId}`,
    summary: 'A rule, whom it is for, what the payer owes so far, and who may do what with it.',
    who: 'staff',
    right: 'loans-read',
    kind: 'read',
    params,
    success: [200, ruleSchema],
    refusals: ['not-found'],
  },
  previewDiscountRule: {
    method: 'POST',
    path: '/api/console/discount-preview',
    summary: 'What a rule would make of a loan of today, and how many loans it would be for. Nothing is kept.',
    who: 'staff',
    right: 'loans-correct',
    kind: 'read',
    body: z.strictObject({
      terms: termsSchema,
      principalFen: fenSchema.refine((amount) => amount > 0, '请填写金额'),
      termMonths: z.number().int().min(1).max(360),
    }),
    success: [
      200,
      z.object({
        loans: z.number().int(),
        annualRatePpm: ppmSchema,
        rows: z.array(sampleRow),
        interestFen: bookedFenSchema,
        discountFen: bookedFenSchema,
      }),
    ],
    refusals: ['not-found'],
  },
  draftDiscountRule: {
    method: 'POST',
    path: at,
    summary: 'Draft a rule, from tomorrow at the earliest.',
    who: 'staff',
    right: 'loans-correct',
    kind: 'write',
    body: termsSchema,
    success: [201, ruleSchema],
    refusals: ['not-found', 'invalid-input', 'day-in-the-past'],
  },
  submitDiscountRule: {
    ...write,
    path: `${at}/{ruleId}/submission`,
    summary: 'Hand a draft to the one who publishes.',
    right: 'loans-correct',
    success: [200, ruleSchema],
    refusals: ['not-found', 'step-not-allowed'],
  },
  withdrawDiscountRule: {
    ...write,
    path: `${at}/{ruleId}/withdrawal`,
    summary: 'Give a draft up.',
    right: 'loans-correct',
    success: [200, ruleSchema],
    refusals: ['not-found', 'step-not-allowed'],
  },
  publishDiscountRule: {
    ...write,
    path: `${at}/{ruleId}/publication`,
    summary: 'Publish a rule: by another person than drafted or submitted it. The plans of open loans follow.',
    right: 'loans-approve',
    success: [200, ruleSchema],
    refusals: ['not-found', 'step-not-allowed', 'same-person', 'day-in-the-past', 'day-taken'],
  },
  returnDiscountRule: {
    ...write,
    path: `${at}/{ruleId}/return`,
    summary: 'Give a submitted rule back, with the reason.',
    right: 'loans-approve',
    body: z.strictObject({ reason }),
    success: [200, ruleSchema],
    refusals: ['not-found', 'step-not-allowed', 'same-person'],
  },
  endDiscountRule: {
    ...write,
    path: `${at}/{ruleId}/end`,
    summary: 'Ask for an end before its time: the last due day that it holds for, a month from now at the earliest.',
    right: 'loans-correct',
    body: z.strictObject({ on: daySchema }),
    success: [200, ruleSchema],
    refusals: ['not-found', 'step-not-allowed', 'day-in-the-past'],
  },
  agreeToDiscountEnd: {
    ...write,
    path: `${at}/{ruleId}/end-approval`,
    summary: 'Agree to the end that another person has asked for.',
    right: 'loans-approve',
    success: [200, ruleSchema],
    refusals: ['not-found', 'step-not-allowed', 'same-person', 'day-in-the-past'],
  },
});
