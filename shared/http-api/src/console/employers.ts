import { z } from 'zod';
import { defineOperations } from '../operation.ts';
import { daySchema, hashSchema, idSchema, instantSchema } from '../schemas.ts';

/** Of a roster file, before it is packed for the wire. */
const MOST_FILE_BYTES = 1_048_576;
const MOST_BASE64 = Math.ceil(MOST_FILE_BYTES / 3) * 4;

const rosterId = z.object({ rosterId: idSchema });
const person = z.object({ name: z.string(), at: instantSchema });
const reason = z.string().trim().min(1, '请填写说明').max(500, '说明最多 500 字');
/** Why a button is there or not, for the one who asks. The server checks again. */
const maySchema = z.enum(['yes', 'right-missing', 'same-person', 'wrong-state']);
const gradeSchema = z.enum(['A', 'B', 'C']);

export const employerSchema = z
  .object({
    code: z.string(),
    name: z.string(),
    grade: gradeSchema,
    branchCode: z.string(),
    branchName: z.string(),
    /** Null: never on the whitelist. Both days count. */
    whitelistedFrom: daySchema.nullable(),
    /** Null with a first day: until further notice. */
    whitelistedTo: daySchema.nullable(),
  })
  .meta({ id: 'Employer' });

export const rosterSummarySchema = z
  .object({
    rosterId: idSchema,
    /** 1, 2, 3 … */
    versionNo: z.number().int(),
    state: z.enum(['draft', 'submitted', 'published', 'returned']),
    /** The bank's day from which it holds. */
    effectiveFrom: daySchema.nullable(),
    /** Holds today. */
    inForce: z.boolean(),
    fileName: z.string(),
    /** SHA-256 of the file's bytes. */
    hash: hashSchema,
    employers: z.number().int(),
    note: z.string(),
    /** Null where it came with the installation. */
    drafted: person.nullable(),
    submitted: person.nullable(),
    published: person.nullable(),
    returned: z.object({ name: z.string(), at: instantSchema, reason: z.string() }).nullable(),
  })
  .meta({ id: 'RosterSummary' });

/** By what two versions differ; `before` and `now` in the words of the file, null for nothing. */
const changedFieldSchema = z.object({
  field: z.enum(['name', 'grade', 'branchCode', 'whitelistedFrom', 'whitelistedTo']),
  /** As the column is called in the file: 单位名称, 等级 … */
  label: z.string(),
  before: z.string().nullable(),
  now: z.string().nullable(),
});
const differenceSchema = z
  .object({
    /** What it is compared with: what holds today. Null where nothing does. */
    with: z.object({ rosterId: idSchema, versionNo: z.number().int() }).nullable(),
    same: z.number().int(),
    added: z.number().int(),
    removed: z.number().int(),
    changed: z.number().int(),
    /** The first 500, by code. */
    lines: z.array(
      z.object({
        change: z.enum(['added', 'removed', 'changed']),
        code: z.string(),
        name: z.string(),
        fields: z.array(changedFieldSchema),
        /** Its people's applications that are open now. They stay on the route that they were given. */
        openApplications: z.number().int(),
      }),
    ),
    /** Over all lines, not only the first 500. */
    openApplications: z.number().int(),
  })
  .meta({ id: 'RosterDifference' });

const rosterSchema = rosterSummarySchema
  .extend({
    difference: differenceSchema,
    /** Published for a later day: they will follow it, whatever it says. */
    ahead: z.array(z.object({ rosterId: idSchema, versionNo: z.number().int(), effectiveFrom: daySchema })),
    may: z.object({ submit: maySchema, publish: maySchema, return: maySchema }),
  })
  .meta({ id: 'Roster' });

const fileSchema = z.object({ fileName: z.string(), content: z.string() });

export const employerOperations = defineOperations({
  listEmployers: {
    method: 'GET',
    path: '/api/console/employers',
    summary:
      'The employers of a roster, by code; without one, of that which holds on a day (today). For who edits, publishes or audits.',
    who: 'staff',
    kind: 'read',
    query: z.object({
      rosterId: idSchema.optional(),
      on: daySchema.optional(),
      /** Part of a code or a name. */
      text: z.string().trim().max(60).optional(),
      branchCode: z
        .string()
        .regex(/^[A-Z0-9*]{1,16}$/)
        .optional(),
      /** Whether on the whitelist that day. */
      whitelisted: z.enum(['true', 'false']).optional(),
      page: z.coerce.number().int().min(1).max(10_000).optional(),
      pageSize: z.coerce.number().int().min(1).max(200).optional(),
    }),
    success: [
      200,
      z.object({
        /** Null where none holds that day. */
        roster: rosterSummarySchema.nullable(),
        on: daySchema,
        items: z.array(employerSchema.extend({ whitelisted: z.boolean() })),
        total: z.number().int(),
        page: z.number().int(),
        pageSize: z.number().int(),
        /** What may be filtered by. */
        branches: z.array(z.object({ branchCode: z.string(), name: z.string() })),
      }),
    ],
    refusals: ['right-missing', 'not-found'],
  },
  listRosters: {
    method: 'GET',
    path: '/api/console/rosters',
    summary: 'Versions of the roster, the newest first, at most 200.',
    who: 'staff',
    kind: 'read',
    success: [200, z.object({ rosters: z.array(rosterSummarySchema), today: daySchema })],
    refusals: ['right-missing'],
  },
  rosterTemplate: {
    method: 'GET',
    path: '/api/console/roster-template',
    summary: 'A file to fill in, with its header and the two kinds of lines. CSV, UTF-8 with BOM.',
    who: 'staff',
    kind: 'read',
    success: [200, fileSchema],
    refusals: ['right-missing'],
  },
  readRoster: {
    method: 'GET',
    path: '/api/console/rosters/{rosterId}',
    summary: 'One version: by what it differs from what holds today, whom that touches, what may be done with it.',
    who: 'staff',
    kind: 'read',
    params: rosterId,
    success: [200, rosterSchema],
    refusals: ['right-missing', 'not-found'],
  },
  exportRoster: {
    method: 'GET',
    path: '/api/console/rosters/{rosterId}/file',
    summary: 'A version as a file that can be changed and imported again. CSV, UTF-8 with BOM.',
    who: 'staff',
    kind: 'read',
    params: rosterId,
    success: [200, fileSchema],
    refusals: ['right-missing', 'not-found'],
  },
  importRoster: {
    method: 'POST',
    path: '/api/console/rosters',
    summary:
      'Import a whole roster as a draft. Every bad line is told in `fields`: path "line:<number>:<column>", the first 200; how many there are in `detail`. Nothing is stored then.',
    who: 'staff',
    right: 'employers-edit',
    kind: 'write',
    bodyLimitBytes: MOST_BASE64 + 8_192,
    body: z.strictObject({
      fileName: z
        .string()
        .trim()
        .min(1, '请选择文件')
        .max(100, '文件名最多 100 字')
        .regex(/\.csv$/i, '请上传 CSV 文件')
        .refine((name) => !/[\p{Cc}\p{Cs}/\\]/u.test(name), '文件名不正确'),
      /** The bytes of the file: UTF-8 or GBK. */
      base64: z.base64('文件内容不正确').min(1, '文件是空的').max(MOST_BASE64, '文件最大 1 MB'),
      note: reason,
    }),
    success: [201, rosterSchema],
    refusals: ['roster-not-valid', 'invalid-input'],
  },
  submitRoster: {
    method: 'POST',
    path: '/api/console/rosters/{rosterId}/submission',
    summary: 'Hand a draft to the one who publishes.',
    who: 'staff',
    right: 'employers-edit',
    kind: 'write',
    params: rosterId,
    success: [200, rosterSchema],
    refusals: ['not-found', 'step-not-allowed'],
  },
  publishRoster: {
    method: 'POST',
    path: '/api/console/rosters/{rosterId}/publication',
    summary:
      'Publish a submitted roster from a day of the bank on, today at the earliest. By another person than drafted or submitted it, who has seen by what it differs from `comparedWith`.',
    who: 'staff',
    right: 'employers-publish',
    kind: 'write',
    params: rosterId,
    body: z.strictObject({
      effectiveFrom: daySchema,
      /** `difference.with.rosterId` as it was read: where another holds by now, the difference is to be read again. */
      comparedWith: idSchema.nullable(),
    }),
    success: [200, rosterSchema],
    refusals: ['not-found', 'step-not-allowed', 'same-person', 'day-in-the-past', 'draft-changed'],
  },
  returnRoster: {
    method: 'POST',
    path: '/api/console/rosters/{rosterId}/return',
    summary: 'Give a submitted roster back to its author, with the reason.',
    who: 'staff',
    right: 'employers-publish',
    kind: 'write',
    params: rosterId,
    body: z.strictObject({ reason }),
    success: [200, rosterSchema],
    refusals: ['not-found', 'step-not-allowed', 'same-person'],
  },
});
