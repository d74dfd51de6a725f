import { z } from 'zod';
import { defineOperations } from '../operation.ts';
import { daySchema, hashSchema, instantSchema } from '../schemas.ts';

const kindSchema = z
  .string()
  .regex(/^[a-z]+(-[a-z]+)*(:[a-z]+(-[a-z]+)*)?$/, '文案代码不正确')
  .max(64);
const kind = z.object({ kind: kindSchema });
const person = z.object({ name: z.string(), at: instantSchema });
const words = z.string().trim().min(1, '请填写说明').max(500, '说明最多 500 字');
/** Why a button is there or not, for the one who asks. The server checks again. */
const maySchema = z.enum(['yes', 'right-missing', 'same-person', 'wrong-state']);

/** 'document' is read and agreed to, 'notice' stands on a page, 'sms' is sent, 'lines' is a list that programs read. */
const formSchema = z.enum(['document', 'notice', 'sms', 'lines']);
const groupSchema = z.enum(['agreements', 'messages', 'mails', 'reasons', 'pages', 'lists']);

const wordingSchema = z.object({
  title: z.string(),
  /** One that begins with '# ' is a heading; {{name}} is filled in. */
  paragraphs: z.array(z.string()),
  /** The button waits for so long. */
  readingSeconds: z.number().int(),
  /** The button waits until the end of the text has been in view. */
  mustReachEnd: z.boolean(),
});

const versionSchema = wordingSchema
  .extend({
    version: z.string(),
    effectiveFrom: daySchema,
    /** 'withdrawn': called off before its day, it never holds. */
    state: z.enum(['past', 'in-force', 'coming', 'withdrawn']),
    /** SHA-256 of what is read, before anything is filled in. */
    textHash: hashSchema,
    note: z.string(),
    /** Null where it came with the installation. */
    drafted: person.nullable(),
    submitted: person.nullable(),
    published: person.nullable(),
    withdrawn: person.extend({ reason: z.string() }).nullable(),
  })
  .meta({ id: 'TextVersion' });

const draftSchema = wordingSchema
  .extend({
    /** The version that it will be. */
    version: z.string(),
    state: z.enum(['draft', 'submitted', 'returned']),
    /** Counts every change of it: what is sent back says which one was seen. */
    revision: z.number().int(),
    note: z.string(),
    drafted: person,
    submitted: person.nullable(),
    returned: person.extend({ reason: z.string() }).nullable(),
  })
  .meta({ id: 'TextDraft' });

const textSchema = z
  .object({
    kind: kindSchema,
    /** Of the version in force, else of the one that is coming or drafted. */
    title: z.string(),
    group: groupSchema,
    form: formSchema,
    /** What may be filled in, with an example; one that is required must stand in the text. */
    variables: z.array(z.object({ name: z.string(), label: z.string(), sample: z.string(), required: z.boolean() })),
    /** The newest first: coming, in force, past. */
    versions: z.array(versionSchema),
    draft: draftSchema.nullable(),
    may: z.object({
      edit: maySchema,
      submit: maySchema,
      publish: maySchema,
      return: maySchema,
      withdraw: maySchema,
      /** A version that is still to come. */
      callOff: maySchema,
    }),
    today: daySchema,
    /** The first day from which the draft may hold. */
    earliest: daySchema,
  })
  .meta({ id: 'Text' });

export const textOperations = defineOperations({
  listTexts: {
    method: 'GET',
    path: '/api/console/texts',
    summary: 'Every text that customers read: the version in force, the one that is coming, the draft under way.',
    who: 'staff',
    kind: 'read',
    success: [
      200,
      z.object({
        today: daySchema,
        groups: z.array(z.object({ group: groupSchema, label: z.string() })),
        texts: z.array(
          z.object({
            kind: kindSchema,
            group: groupSchema,
            form: formSchema,
            /** Of the version in force, else of the one that is coming or drafted. */
            title: z.string(),
            inForce: z.object({ version: z.string(), effectiveFrom: daySchema }).nullable(),
            coming: z.object({ version: z.string(), effectiveFrom: daySchema }).nullable(),
            draft: z
              .object({ version: z.string(), state: z.enum(['draft', 'submitted', 'returned']), drafted: person })
              .nullable(),
          }),
        ),
        /** New kinds may be made of these: 'declined:' and a word. */
        families: z.array(z.object({ prefix: z.string(), label: z.string() })),
      }),
    ],
    refusals: ['right-missing'],
  },
  readTextVersions: {
    method: 'GET',
    path: '/api/console/texts/{kind}',
    summary: 'One text: all its versions in full, the draft under way, what may be done with it.',
    who: 'staff',
    kind: 'read',
    params: kind,
    success: [200, textSchema],
    refusals: ['right-missing', 'not-found'],
  },
  draftText: {
    method: 'PUT',
    path: '/api/console/texts/{kind}/draft',
    summary:
      'Begin the draft of the next version (revision null), or change it while it is not submitted. What is wrong is told in `fields`: title, paragraphs.<n>, paragraphs.',
    who: 'staff',
    right: 'texts-edit',
    kind: 'write',
    bodyLimitBytes: 256 * 1024,
    params: kind,
    body: z.strictObject({
      /** The revision that was changed; null begins one. */
      revision: z.number().int().nullable(),
      title: z.string().trim().min(1, '请填写标题').max(60, '标题最多 60 字'),
      paragraphs: z
        .array(z.string().trim().min(1, '段落不能为空').max(4_000, '每段最多 4000 字'))
        .min(1, '请填写正文')
        .max(400, '最多 400 段'),
      readingSeconds: z.number().int('请填写整数').min(0, '不能小于 0').max(120, '最多 120 秒'),
      mustReachEnd: z.boolean(),
      note: words,
    }),
    success: [200, textSchema],
    refusals: ['not-found', 'invalid-input', 'text-not-valid', 'draft-changed', 'step-not-allowed'],
  },
  submitText: {
    method: 'POST',
    path: '/api/console/texts/{kind}/draft/submission',
    summary: 'Hand the draft to the one who publishes.',
    who: 'staff',
    right: 'texts-edit',
    kind: 'write',
    params: kind,
    body: z.strictObject({ revision: z.number().int() }),
    success: [200, textSchema],
    refusals: ['not-found', 'step-not-allowed', 'draft-changed', 'text-not-valid'],
  },
  previewTextFile: {
    method: 'POST',
    path: '/api/console/texts/{kind}/file-preview',
    summary: 'A wording as the PDF that customers would sign, with the examples filled in. Nothing is kept.',
    who: 'staff',
    kind: 'read',
    bodyLimitBytes: 256 * 1024,
    params: kind,
    body: z.strictObject({
      title: z.string().trim().min(1, '请填写标题').max(60, '标题最多 60 字'),
      paragraphs: z
        .array(z.string().trim().min(1, '段落不能为空').max(4_000, '每段最多 4000 字'))
        .min(1, '请填写正文')
        .max(500, '最多 500 段'),
    }),
    success: [200, z.object({ name: z.string(), mediaType: z.literal('application/pdf'), base64: z.string() })],
    refusals: ['right-missing', 'not-found', 'text-not-valid', 'overloaded'],
  },
  withdrawText: {
    method: 'POST',
    path: '/api/console/texts/{kind}/draft/withdrawal',
    summary: 'Give the draft up, so that another may be begun.',
    who: 'staff',
    right: 'texts-edit',
    kind: 'write',
    params: kind,
    body: z.strictObject({ revision: z.number().int() }),
    success: [200, textSchema],
    refusals: ['not-found', 'step-not-allowed', 'draft-changed'],
  },
  publishText: {
    method: 'POST',
    path: '/api/console/texts/{kind}/draft/publication',
    summary:
      'Publish a submitted draft from a day of the bank on: tomorrow at the earliest, or today where no customer agreed to the text today. By another person than drafted or submitted it; one version a day.',
    who: 'staff',
    right: 'texts-publish',
    kind: 'write',
    params: kind,
    body: z.strictObject({ revision: z.number().int(), effectiveFrom: daySchema }),
    success: [200, textSchema],
    refusals: [
      'not-found',
      'step-not-allowed',
      'same-person',
      'draft-changed',
      'text-not-valid',
      'day-in-the-past',
      'agreed-today',
      'day-taken',
    ],
  },
  callOffText: {
    method: 'POST',
    path: '/api/console/texts/{kind}/versions/{version}/withdrawal',
    summary: 'Call a published version off before its day comes, with the reason: what holds today goes on holding.',
    who: 'staff',
    right: 'texts-publish',
    kind: 'write',
    params: kind.extend({ version: z.string().regex(/^\d{4}-\d{1,6}$/, '版本号不正确') }),
    body: z.strictObject({ reason: words }),
    success: [200, textSchema],
    refusals: ['not-found', 'step-not-allowed'],
  },
  returnText: {
    method: 'POST',
    path: '/api/console/texts/{kind}/draft/return',
    summary: 'Give a submitted draft back to its author, with the reason.',
    who: 'staff',
    right: 'texts-publish',
    kind: 'write',
    params: kind,
    body: z.strictObject({ revision: z.number().int(), reason: words }),
    success: [200, textSchema],
    refusals: ['not-found', 'step-not-allowed', 'same-person', 'draft-changed'],
  },
});
