import { z } from 'zod';
import { MOST_BASE64, PAPER_BODY_BYTES, paperBody, paperKindSchema, paperSchema } from '../customer/papers.ts';
import { statusSchema, stepSchema } from '../customer/application.ts';
import { defineOperations } from '../operation.ts';
import { bookedFenSchema, daySchema, fenSchema, idSchema, instantSchema, ppmSchema } from '../schemas.ts';
import { holderSchema, reviewStateSchema } from './work.ts';

const line = z.object({ label: z.string(), value: z.string() });
const termsSchema = z.object({ amountFen: bookedFenSchema, annualRatePpm: ppmSchema, termMonths: z.number().int() });
const authoritySchema = z
  .object({
    level: z.number().int(),
    maxAmountFen: bookedFenSchema,
    minRatePpm: ppmSchema,
    maxTermMonths: z.number().int(),
  })
  .meta({ id: 'Authority' });

export const reviewPaperSchema = paperSchema
  .extend({
    /** A member of staff, or null where the customer has. */
    uploadedBy: z.string().nullable(),
    /** SHA-256 of the file. */
    sha256: z.string(),
    /** Of the paper contract: no longer removable. */
    recorded: z.boolean(),
  })
  .meta({ id: 'ReviewPaper' });

/** Null where it may be done now; else why not, in words for the button's place. */
const may = z.string().nullable();

export const reviewSchema = z
  .object({
    applicationId: idSchema,
    applicationNo: z.string(),
    /** Submitted once more after that one was declined. */
    previousApplicationNo: z.string().nullable(),
    productCode: z.string(),
    productName: z.string(),
    branchCode: z.string(),
    branchName: z.string(),
    route: z.enum(['instant', 'standard', 'none']).nullable(),
    step: stepSchema,
    status: statusSchema,
    state: reviewStateSchema,
    /** To be sent back with a decision: whoever decides has seen what there is. */
    version: z.number().int(),
    level: z.number().int(),
    holder: holderSchema,
    openedAt: instantSchema,
    dueAt: instantSchema.nullable(),
    secondsLeft: z.number().int().nullable(),
    now: instantSchema,

    /** Masked; see revealApplicant. */
    applicant: z.object({ name: z.string(), idNumber: z.string(), mobile: z.string(), ageYears: z.number().int() }),
    employer: z.object({ name: z.string().nullable(), hiredOn: daySchema.nullable(), erpNo: z.string().nullable() }),
    /** What the customer filled in, in words. */
    answers: z.array(line),
    wanted: z.object({
      amountFen: bookedFenSchema.nullable(),
      termMonths: z.number().int().nullable(),
      purpose: z.string().nullable(),
    }),
    /** What the decision model recommends; null where none was asked. */
    decision: z
      .object({
        approved: z.boolean(),
        limitFen: bookedFenSchema,
        annualRatePpm: ppmSchema,
        score: z.number().nullable(),
        grade: z.string().nullable(),
        /** Sources that did not answer in time, and why; what they would have said is a fallback. */
        missing: z.array(line),
        modelVersion: z.string(),
        decidedAt: instantSchema,
        outcomes: z.array(
          z.object({ rule: z.string(), words: z.string(), passed: z.boolean(), value: z.string(), limit: z.string() }),
        ),
        /** The figures that it was made from. */
        dossier: z.array(line),
      })
      .nullable(),
    papers: z.array(reviewPaperSchema),
    /** The customer has been asked for these and has not answered yet. */
    asked: z.object({ kinds: z.array(paperKindSchema), words: z.string(), askedAt: instantSchema }).nullable(),
    history: z.array(
      z.object({
        at: instantSchema,
        /** Null: the customer or the system. */
        who: z.string().nullable(),
        event: z.string(),
        words: z.string(),
        note: z.string().nullable(),
        terms: termsSchema.nullable(),
      }),
    ),

    /** What this member of staff may approve alone, and who is next above; null where nobody is. */
    authority: authoritySchema.nullable(),
    next: authoritySchema.nullable(),
    /** Between what the form may say; the server checks again. */
    bounds: z.object({
      minAmountFen: bookedFenSchema,
      maxAmountFen: bookedFenSchema,
      amountStepFen: bookedFenSchema,
      maxRatePpm: ppmSchema,
      termsMonths: z.array(z.number().int()),
      purposes: z.array(z.object({ code: z.string(), label: z.string() })),
    }),
    declineReasons: z.array(z.object({ code: z.string(), label: z.string(), toldAs: z.string() })),
    paperKinds: z.array(paperKindSchema),
    /** Of paperKinds that only staff upload: the signed papers. */
    scanKinds: z.array(paperKindSchema),
    mostBytes: z.number().int(),

    approved: termsSchema.extend({ by: z.string(), at: instantSchema, validUntil: daySchema }).nullable(),
    declined: z.object({ reason: z.string(), by: z.string(), at: instantSchema }).nullable(),
    contract: z
      .object({
        contractNo: z.string(),
        signedOn: daySchema,
        useOfFundsNo: z.string(),
        useOfFundsSignedOn: daySchema,
        recordedBy: z.string(),
        recordedAt: instantSchema,
      })
      .nullable(),
    /** The latest payout of it. */
    payout: z
      .object({
        state: z.enum(['requested', 'sent', 'paid', 'refused']),
        requestedAt: instantSchema,
        coreSerialNo: z.string().nullable(),
        refusalCode: z.string().nullable(),
      })
      .nullable(),
    may: z.object({
      claim: may,
      release: may,
      approve: may,
      decline: may,
      askForPapers: may,
      upload: may,
      recordContract: may,
      releasePayout: may,
    }),
  })
  .meta({ id: 'Review' });

const params = z.object({ applicationId: idSchema });
const at = '/api/console/reviews/{applicationId}';
const decide = { who: 'staff', kind: 'write', right: 'application-review', method: 'POST', params } as const;
const sign = { who: 'staff', kind: 'write', right: 'offline-contract', method: 'POST', params } as const;
const words = (label: string, least: number, most: number) =>
  z
    .string()
    .trim()
    .min(least, `请填写${label}`)
    .max(most, `${label}最多 ${most} 个字`)
    .refine((text) => !/[\p{Cs}]|(?!\n)\p{Cc}/u.test(text), `${label}含有不能识别的字符`);
const paperNo = (label: string) =>
  z
    .string()
    .trim()
    .regex(/^[A-Za-z0-9\u4e00-\u9fff()（）〔〕[\]/_-]{4,40}$/, `${label}应为 4 至 40 位，只含文字、数字和连接符`);
const version = z.number().int().min(1);
const held = ['not-found', 'step-not-allowed', 'held-by-other', 'review-changed'] as const;

export const reviewOperations = defineOperations({
  readReview: {
    method: 'GET',
    path: at,
    summary: 'All that an officer decides on, persons’ data masked.',
    who: 'staff',
    right: 'work-list',
    kind: 'read',
    params,
    success: [200, reviewSchema],
    refusals: ['not-found'],
  },
  revealApplicant: {
    method: 'GET',
    path: `${at}/applicant`,
    summary: 'The applicant’s data in full. Each look is kept in the audit trail.',
    who: 'staff',
    right: 'personal-data',
    audited: true,
    kind: 'read',
    params,
    success: [
      200,
      z.object({
        name: z.string(),
        idNumber: z.string(),
        mobile: z.string(),
        erpNo: z.string().nullable(),
        residenceAddress: z.string().nullable(),
        accountNo: z.string().nullable(),
      }),
    ],
    refusals: ['not-found'],
  },
  claimReview: {
    ...decide,
    path: `${at}/claim`,
    summary: 'Take an application in hand; for everybody else it is locked from now on.',
    success: [200, reviewSchema],
    refusals: ['not-found', 'step-not-allowed', 'held-by-other', 'above-authority'],
  },
  releaseReview: {
    ...decide,
    method: 'DELETE',
    path: `${at}/claim`,
    summary: 'Let go of an application.',
    success: [200, reviewSchema],
    refusals: ['not-found', 'step-not-allowed', 'held-by-other'],
  },
  approveApplication: {
    ...decide,
    path: `${at}/approval`,
    summary:
      'Approve on these terms. Within one’s authority it is approved; beyond it, the opinion is kept and the next level decides (state open, level higher).',
    body: z.strictObject({
      amountFen: fenSchema,
      annualRatePpm: z.number().int().min(0).max(1_000_000),
      termMonths: z.number().int().min(1).max(360),
      note: words('审批意见', 2, 500),
      version,
    }),
    success: [200, z.object({ outcome: z.enum(['approved', 'escalated']), review: reviewSchema })],
    refusals: [
      ...held,
      'invalid-input',
      'above-authority',
      'above-limit',
      'below-minimum',
      'not-a-multiple',
      'rate-above-offered',
    ],
  },
  declineApplication: {
    ...decide,
    path: `${at}/refusal`,
    summary: 'Decline with a reason of the list; the customer reads its words, never the note.',
    body: z.strictObject({
      reason: z.string().regex(/^[a-z-]{1,32}$/, '请选择原因'),
      note: words('说明', 2, 500),
      version,
    }),
    success: [200, reviewSchema],
    refusals: [...held, 'invalid-input'],
  },
  askForPapers: {
    ...decide,
    path: `${at}/paper-requests`,
    summary: 'Ask the customer for more papers, in words that they read. An upload brings the application back.',
    body: z.strictObject({
      kinds: z
        .array(z.string().regex(/^[a-z-]{1,32}$/))
        .min(1, '请选择需要的资料')
        .max(10),
      words: words('给客户的说明', 4, 200),
      version,
    }),
    success: [200, reviewSchema],
    refusals: [...held, 'invalid-input'],
  },
  readPaper: {
    method: 'GET',
    path: '/api/console/papers/{paperId}',
    summary: 'A paper itself. Each look is kept in the audit trail.',
    who: 'staff',
    right: 'personal-data',
    audited: true,
    kind: 'read',
    params: z.object({ paperId: idSchema }),
    success: [
      200,
      z.object({
        name: z.string(),
        mediaType: z.enum(['image/jpeg', 'image/png', 'application/pdf']),
        base64: z.string().max(MOST_BASE64),
      }),
    ],
    refusals: ['not-found'],
  },
  uploadReviewPaper: {
    ...sign,
    path: `${at}/papers`,
    summary: 'Upload a scan: of the signed contract, of the use-of-funds statement, or a paper that was handed over.',
    body: paperBody,
    bodyLimitBytes: PAPER_BODY_BYTES,
    success: [201, z.object({ paperId: idSchema, review: reviewSchema })],
    refusals: [
      'not-found',
      'step-not-allowed',
      'invalid-input',
      'file-refused',
      'file-infected',
      'too-many-files',
      'outside-system-silent',
    ],
  },
  recordOfflineContract: {
    ...sign,
    path: `${at}/contract`,
    summary: 'Record the contract and the use-of-funds statement that were signed on paper, with their scans.',
    body: z.strictObject({
      contractNo: paperNo('合同编号'),
      signedOn: daySchema,
      useOfFundsNo: paperNo('用途声明编号'),
      useOfFundsSignedOn: daySchema,
      /** As the paper says; without it what the customer has chosen. */
      purpose: z
        .string()
        .regex(/^[a-z-]{1,32}$/)
        .optional(),
      /** Papers uploaded before: at least one of each of scanKinds. */
      scans: z.array(idSchema).min(2, '请先上传合同和用途声明的扫描件').max(20),
      version,
    }),
    success: [200, reviewSchema],
    refusals: [
      'not-found',
      'step-not-allowed',
      'review-changed',
      'invalid-input',
      'offer-expired',
      'contract-no-taken',
    ],
  },
  releasePayout: {
    ...sign,
    path: `${at}/payout`,
    summary: 'Have the loan of a recorded contract paid out, by somebody else than who recorded it.',
    body: z.strictObject({ version }),
    success: [202, reviewSchema],
    refusals: ['not-found', 'step-not-allowed', 'review-changed', 'same-person', 'offer-expired'],
  },
});
