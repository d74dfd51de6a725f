import { z } from 'zod';
import { aboutYouFields, erpNoField, moneyFields, wantedField } from '../fields.ts';
import { defineOperations } from '../operation.ts';
import { officerSchema } from './papers.ts';
import {
  bookedFenSchema,
  choiceSchema,
  daySchema,
  documentSchema,
  fenSchema,
  hashSchema,
  idSchema,
  instantSchema,
  moneySchema,
  ppmSchema,
  textSchema,
} from '../schemas.ts';

/** Where the application stands, in order. The server alone names the step; a page for any other step sends the customer there. */
export const stepSchema = z.enum([
  'employee-information-agreement',
  'system-check',
  'credit-report-agreement',
  'face-check',
  'identity',
  'about-you',
  'money',
  'submit',
  'decision',
  'amount',
  'use-of-funds',
  'contract',
  'signing',
  'confirm',
  'paying',
  'done',
  'officer',
  'offline-contract',
  'declined',
  'not-eligible',
  'withdrawn',
  'expired',
]);

/** What the customer reads: 申请中, 审批中, 待放款, 未通过, 已放款; and 无资格, 已取消, 已失效. */
export const statusSchema = z.enum([
  'applying',
  'deciding',
  'to-be-paid',
  'declined',
  'paid',
  'not-eligible',
  'withdrawn',
  'expired',
]);

export const aboutYouSchema = z.strictObject({
  maritalStatus: choiceSchema(aboutYouFields.maritalStatus),
  education: choiceSchema(aboutYouFields.education),
  residenceAddress: textSchema(aboutYouFields.residenceAddress),
  department: textSchema(aboutYouFields.department),
  position: choiceSchema(aboutYouFields.position),
  housing: choiceSchema(aboutYouFields.housing),
});
export const moneyAnswersSchema = z.strictObject({
  monthlyIncomeFen: moneySchema(moneyFields.monthlyIncomeFen),
  monthlyExpenseFen: moneySchema(moneyFields.monthlyExpenseFen),
  monthlyDebtFen: moneySchema(moneyFields.monthlyDebtFen),
  termMonths: z.number().int().min(1).max(360),
  purpose: z.string().regex(/^[a-z-]{1,32}$/),
  /** Asked for with the standard loan, and with it only. */
  wantedFen: moneySchema(wantedField),
});

export const applicationSchema = z
  .object({
    applicationId: idSchema,
    /** For people, to quote on the phone: A20261123-000017. */
    applicationNo: z.string(),
    productCode: z.string(),
    step: stepSchema,
    /** Null before the face check: until then nothing has been applied for. */
    status: statusSchema.nullable(),
    history: z.array(z.object({ status: statusSchema, at: instantSchema })),
    /** Rises with every save; a save must name the version it has seen. */
    version: z.number().int(),
    savedAt: instantSchema,
    /** Of a draft that nobody goes on with: after so many days it expires, at this moment. */
    draft: z.object({ days: z.number().int(), until: instantSchema }).nullable(),
    /** The declined application that this one takes up again. */
    previousApplicationNo: z.string().nullable(),
    /** Where it was declined: from this day on it may be submitted again. */
    resubmit: z.object({ from: daySchema, mayNow: z.boolean() }).nullable(),
    /** In this session the face must be shown before going on with what was filled in. */
    faceAgain: z.boolean(),
    /** What the check between the two agreements found last, in words. */
    systemCheck: z
      .object({
        passed: z.boolean(),
        at: instantSchema,
        items: z.array(z.object({ title: z.string(), passed: z.boolean(), words: z.string() })),
      })
      .nullable(),
    /** The decision takes longer than its sources are given, one that it cannot do without is silent: what the bank says to that. */
    verifying: z.object({ title: z.string(), words: z.string() }).nullable(),
    route: z.enum(['instant', 'standard', 'none']).nullable(),
    /** Masked name and ID number, and what HR said. */
    identity: z.object({
      name: z.string(),
      idNumber: z.string(),
      erpNo: z.string().nullable(),
      employerName: z.string().nullable(),
      /** How often a number may still be tried. */
      triesLeft: z.number().int(),
      /** Where HR knows no such employee: what to read, before another try and after the last. */
      notEligible: z.object({ title: z.string(), paragraphs: z.array(z.string()) }).nullable(),
    }),
    aboutYou: aboutYouSchema.partial(),
    money: moneyAnswersSchema.partial(),
    /** The account that the loan is paid to and collected from, masked. */
    accountNo: z.string(),
    decision: z
      .object({
        approved: z.boolean(),
        limitFen: bookedFenSchema,
        annualRatePpm: ppmSchema,
        validUntil: daySchema,
        /** Reasons in the customer’s words, where declined. */
        reasons: z.array(z.string()),
        decidedAt: instantSchema,
      })
      .nullable(),
    amountFen: bookedFenSchema.nullable(),
    /** Where an officer decides. */
    review: officerSchema.nullable(),
    contractId: idSchema.nullable(),
    disbursementId: idSchema.nullable(),
    loanId: idSchema.nullable(),
  })
  .meta({ id: 'Application' });

const byId = z.object({ applicationId: idSchema });
const agreed = z.strictObject({ version: z.string().max(32), textHash: hashSchema });
const write = { who: 'customer', kind: 'write' } as const;
const read = { who: 'customer', kind: 'read' } as const;
const at = '/api/customer/applications/{applicationId}';

export const applicationOperations = defineOperations({
  startApplication: {
    ...write,
    method: 'POST',
    path: '/api/customer/applications',
    summary:
      'Start an application, or take up the one that is open: a customer has one open application for a product.',
    body: z.strictObject({ productCode: z.string().regex(/^[a-z-]{1,32}$/) }),
    success: [201, applicationSchema],
    refusals: ['not-found', 'account-not-ready', 'resubmit-too-early', 'outside-system-silent'],
  },
  currentApplication: {
    ...read,
    method: 'GET',
    path: '/api/customer/applications/current',
    summary: 'The latest application, open or ended, if any.',
    success: [200, z.object({ application: applicationSchema.nullable() })],
    refusals: [],
  },
  readApplication: {
    ...read,
    method: 'GET',
    path: at,
    summary: 'One application. With waitMs the answer waits up to so long while a decision is being made.',
    params: byId,
    query: z.object({ waitMs: z.coerce.number().int().min(0).max(10_000).optional() }),
    success: [200, applicationSchema],
    refusals: ['not-found'],
  },
  readAgreement: {
    method: 'GET',
    path: '/api/customer/agreements/{kind}',
    summary: 'The text of an agreement that is in force today.',
    who: 'public',
    kind: 'read',
    params: z.object({
      kind: z.enum([
        'employee-information',
        'credit-report',
        'face-check',
        'id-document',
        'account-agreement',
        'card-binding',
        'registration',
      ]),
    }),
    success: [200, documentSchema],
    refusals: ['not-found'],
  },
  agree: {
    ...write,
    method: 'POST',
    path: `${at}/agreements/{kind}`,
    summary: 'Agree to one of the two authorisations, in their order, naming the very text that was shown.',
    params: byId.extend({ kind: z.enum(['employee-information', 'credit-report']) }),
    body: agreed,
    success: [200, applicationSchema],
    refusals: ['not-found', 'step-not-allowed', 'agreement-outdated'],
  },
  checkSystem: {
    ...write,
    method: 'POST',
    path: `${at}/system-checks`,
    summary:
      'The bank’s own check between the two agreements: name and ID number with the registry, own history, state of the account.',
    params: byId,
    success: [200, applicationSchema],
    refusals: ['not-found', 'step-not-allowed', 'too-many-requests', 'outside-system-silent'],
  },
  checkFace: {
    ...write,
    method: 'POST',
    path: `${at}/face-checks`,
    summary:
      'Face check, with the consent to it: takes a passed attempt (submitFaceFrames), which is good once. Again where faceAgain says so.',
    params: byId,
    body: agreed.extend({ faceAttemptId: idSchema }),
    success: [200, z.object({ passed: z.boolean(), standIn: z.boolean(), application: applicationSchema })],
    refusals: ['not-found', 'step-not-allowed', 'agreement-outdated', 'face-not-matched'],
  },
  identify: {
    ...write,
    method: 'POST',
    path: `${at}/identity`,
    summary:
      'Check name and ID number with the registry, then with the ERP number at the HR system: instant, standard or none.',
    params: byId,
    body: z.strictObject({ erpNo: textSchema(erpNoField) }),
    success: [200, applicationSchema],
    refusals: [
      'not-found',
      'step-not-allowed',
      'face-check-needed',
      'application-open',
      'identity-mismatch',
      'too-many-requests',
      'outside-system-silent',
    ],
  },
  saveAboutYou: {
    ...write,
    method: 'PUT',
    path: `${at}/about-you`,
    summary: 'Save page two, whole or in part. With complete = true every field must be there.',
    params: byId,
    body: z.strictObject({ version: z.number().int(), complete: z.boolean(), answers: aboutYouSchema.partial() }),
    success: [200, applicationSchema],
    refusals: ['not-found', 'step-not-allowed', 'face-check-needed', 'draft-changed', 'answers-incomplete'],
  },
  saveMoney: {
    ...write,
    method: 'PUT',
    path: `${at}/money`,
    summary: 'Save page three, whole or in part. Term and purpose are among those that the product offers.',
    params: byId,
    body: z.strictObject({ version: z.number().int(), complete: z.boolean(), answers: moneyAnswersSchema.partial() }),
    success: [200, applicationSchema],
    refusals: [
      'not-found',
      'step-not-allowed',
      'face-check-needed',
      'draft-changed',
      'answers-incomplete',
      'invalid-input',
    ],
  },
  requestSubmissionCode: {
    ...write,
    method: 'POST',
    path: `${at}/submission-codes`,
    summary: 'Send the SMS code that submitting asks for.',
    params: byId,
    success: [
      201,
      z.object({
        /** Masked. */
        sentTo: z.string(),
        /** By the server’s clock; a further code may be asked for then. */
        resendAt: instantSchema,
        expiresAt: instantSchema,
        now: instantSchema,
      }),
    ],
    refusals: ['not-found', 'step-not-allowed', 'face-check-needed', 'too-many-requests'],
  },
  submitApplication: {
    ...write,
    method: 'POST',
    path: `${at}/submission`,
    summary: 'Submit, with SMS code and transaction password. The decision follows; read the application with waitMs.',
    params: byId,
    body: z.strictObject({
      smsCode: z.string().regex(/^\d{6}$/, '请输入 6 位短信验证码'),
      /** JWE, see readPasswordEnvelope. */
      transactionPassword: z.string().min(1).max(4096),
    }),
    success: [202, applicationSchema],
    refusals: [
      'not-found',
      'step-not-allowed',
      'face-check-needed',
      'answers-incomplete',
      'sms-code-wrong',
      'sms-code-expired',
      'transaction-password-wrong',
      'transaction-password-locked',
      'password-envelope-expired',
    ],
  },
  chooseAmount: {
    ...write,
    method: 'POST',
    path: `${at}/amount`,
    summary: 'The amount wanted. Up to the product’s online threshold it goes on online, above it an officer decides.',
    params: byId,
    body: z.strictObject({ amountFen: fenSchema }),
    success: [200, applicationSchema],
    refusals: ['not-found', 'step-not-allowed', 'above-limit', 'below-minimum', 'not-a-multiple', 'offer-expired'],
  },
  readUseOfFunds: {
    ...read,
    method: 'GET',
    path: `${at}/use-of-funds`,
    summary: 'The use-of-funds statement (贷款用途声明书) with this application’s purpose in it.',
    params: byId,
    success: [200, documentSchema],
    refusals: ['not-found', 'step-not-allowed'],
  },
  declareUseOfFunds: {
    ...write,
    method: 'POST',
    path: `${at}/use-of-funds`,
    summary: 'Declare the use of funds; the loan contract is drawn up.',
    params: byId,
    body: agreed,
    success: [200, applicationSchema],
    refusals: ['not-found', 'step-not-allowed', 'agreement-outdated', 'offer-expired'],
  },
  withdrawApplication: {
    ...write,
    method: 'POST',
    path: `${at}/withdrawal`,
    summary: 'Give the application up (重新开始, 暂不借款). Possible until the payout has been confirmed.',
    params: byId,
    success: [200, applicationSchema],
    refusals: ['not-found', 'step-not-allowed'],
  },
});
