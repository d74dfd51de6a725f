import { z } from 'zod';
import { defineOperations } from '../operation.ts';
import { bookedFenSchema, daySchema, idSchema, instantSchema, ppmSchema } from '../schemas.ts';

/** Five megabytes as base64; the bank may set less. */
export const MOST_BASE64 = 6_990_512;

/** 'not-scanned' is told as it is: where the bank runs no scanner, nobody has looked for viruses. */
export const scanSchema = z.enum(['clean', 'not-scanned']);

export const paperSchema = z
  .object({
    paperId: idSchema,
    kind: z.string(),
    /** The kind in words. */
    label: z.string(),
    name: z.string(),
    mediaType: z.enum(['image/jpeg', 'image/png', 'application/pdf']),
    sizeBytes: z.number().int(),
    uploadedAt: instantSchema,
    scan: scanSchema,
    mayRemove: z.boolean(),
  })
  .meta({ id: 'Paper' });

export const paperKindSchema = z.object({ kind: z.string(), label: z.string() });

export const paperBody = z.strictObject({
  kind: z.string().regex(/^[a-z-]{1,32}$/, '请选择资料类型'),
  name: z
    .string()
    .trim()
    .min(1, '文件没有名称')
    .max(120, '文件名最多 120 个字')
    .refine((text) => !/[\p{Cc}\p{Cs}/\\]/u.test(text), '文件名含有不能识别的字符'),
  /** JPEG, PNG or PDF. What it is called counts for nothing: the content is looked at. */
  base64: z
    .string()
    .min(1, '文件是空的')
    .max(MOST_BASE64, '文件过大')
    .regex(/^[A-Za-z0-9+/]+={0,2}$/, '文件没有传完整，请重新选择'),
});
/** Beside the file its name and kind. */
export const PAPER_BODY_BYTES = MOST_BASE64 + 4_096;

export const paperListSchema = z
  .object({
    papers: z.array(paperSchema),
    kinds: z.array(paperKindSchema),
    /** More may be uploaded, so many; 0 where the officer has decided. */
    left: z.number().int(),
    mostBytes: z.number().int(),
  })
  .meta({ id: 'PaperList' });

const byId = z.object({ applicationId: idSchema });
const at = '/api/customer/applications/{applicationId}/papers';

/** The papers that an officer's decision asks for: under "my loans", while the application is with the officer. */
export const paperOperations = defineOperations({
  listPapers: {
    method: 'GET',
    path: at,
    summary: 'The papers uploaded for an application, and what may be uploaded.',
    who: 'customer',
    kind: 'read',
    params: byId,
    success: [200, paperListSchema],
    refusals: ['not-found'],
  },
  uploadPaper: {
    method: 'POST',
    path: at,
    summary:
      'Upload a paper: checked by its content and for viruses, kept encrypted. It brings back what waited for it.',
    who: 'customer',
    kind: 'write',
    params: byId,
    body: paperBody,
    bodyLimitBytes: PAPER_BODY_BYTES,
    success: [201, paperListSchema],
    refusals: [
      'not-found',
      'step-not-allowed',
      'invalid-input',
      'file-refused',
      'file-infected',
      'too-many-files',
      'too-many-requests',
      'outside-system-silent',
    ],
  },
  removePaper: {
    method: 'DELETE',
    path: `${at}/{paperId}`,
    summary: 'Take a paper back, until the officer has decided.',
    who: 'customer',
    kind: 'write',
    params: byId.extend({ paperId: idSchema }),
    success: [200, paperListSchema],
    refusals: ['not-found', 'step-not-allowed'],
  },
});

/** What the customer sees of the officer's flow. */
export const officerSchema = z
  .object({
    state: z.enum([
      'with-officer',
      'waiting-for-papers',
      'to-sign',
      'to-check',
      'paying',
      'done',
      'declined',
      'withdrawn',
    ]),
    /** Papers may be uploaded or taken back now. */
    mayUpload: z.boolean(),
    papers: z.number().int(),
    asked: z.object({ kinds: z.array(paperKindSchema), words: z.string(), askedAt: instantSchema }).nullable(),
    /** Why it was declined, in words. */
    declined: z.string().nullable(),
    /** Once approved: what for, and where it is signed. */
    approved: z
      .object({
        amountFen: bookedFenSchema,
        annualRatePpm: ppmSchema,
        termMonths: z.number().int(),
        validUntil: daySchema,
        branchName: z.string(),
        phone: z.string(),
        /** What is next and what to bring, a paragraph each. */
        next: z.array(z.string()),
      })
      .nullable(),
  })
  .meta({ id: 'OfficerReview' });
