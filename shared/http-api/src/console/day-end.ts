import { z } from 'zod';
import { defineOperations } from '../operation.ts';
import { bookedFenSchema, daySchema, idSchema, instantSchema } from '../schemas.ts';

const stepNameSchema = z.enum([
  ...(['settle-unknown', 'reconcile', 'fall-due', 'accrue', 'collect'] as const),
  ...(['age', 'remind', 'prove', 'open-next-day'] as const),
]);
const runStateSchema = z.enum(['running', 'stopped', 'done']);

const runSchema = z
  .object({
    runId: idSchema,
    /** The day that it ends. */
    on: daySchema,
    state: runStateSchema,
    beganAt: instantSchema,
    endedAt: instantSchema.nullable(),
    /** What was found wrong. */
    findings: z.number().int(),
  })
  .meta({ id: 'DayEndRun' });

const stepSchema = z
  .object({
    step: stepNameSchema,
    state: z.enum(['waiting', 'running', 'done']),
    done: z.number().int(),
    /** Null where nobody can say before. */
    total: z.number().int().nullable(),
    beganAt: instantSchema.nullable(),
    endedAt: instantSchema.nullable(),
    /** So many in a second, since it began; null before it has done any. */
    perSecond: z.number().nullable(),
    /** At that rate; null where it is not at work or there is nothing to count by. */
    secondsLeft: z.number().int().nullable(),
    /** Tries in a row that failed, and what the last one said: for whoever runs the machines. */
    failures: z.number().int(),
    error: z.string().nullable(),
  })
  .meta({ id: 'DayEndStep' });

const dayEndSchema = z
  .object({
    /** The bank's day. */
    today: daySchema,
    /** What the calendar of the bank's home shows. */
    calendarDay: daySchema,
    /** Where days are let go by: up to this one. */
    untilOn: daySchema.nullable(),
    /** The day that was asked for, else the latest; null before the first. */
    run: runSchema
      .extend({
        steps: z.array(stepSchema),
        /** The first 200. */
        found: z.array(z.object({ step: stepNameSchema, words: z.string() })),
      })
      .nullable(),
    may: z.object({
      /** Something has stopped. */
      retry: z.boolean(),
      /** A sandbox: days may be let go by. */
      travel: z.boolean(),
    }),
  })
  .meta({ id: 'DayEnd' });

export const dayEndOperations = defineOperations({
  readDayEnd: {
    method: 'GET',
    path: '/api/console/day-end',
    summary: "The bank's day, and how far the end of a day has come: of the one that is named, else of the latest.",
    who: 'staff',
    right: 'day-end',
    kind: 'read',
    query: z.object({ on: daySchema.optional() }),
    success: [200, dayEndSchema],
    refusals: [],
  },
  listDayEnds: {
    method: 'GET',
    path: '/api/console/day-ends',
    summary: 'The days that were ended, the latest first.',
    who: 'staff',
    right: 'day-end',
    kind: 'read',
    query: z.object({
      page: z.coerce.number().int().min(1).max(10_000).optional(),
      pageSize: z.coerce.number().int().min(1).max(100).optional(),
    }),
    success: [
      200,
      z.object({
        items: z.array(runSchema),
        total: z.number().int(),
        page: z.number().int(),
        pageSize: z.number().int(),
      }),
    ],
    refusals: [],
  },
  readAgeing: {
    method: 'GET',
    path: '/api/console/ageing',
    summary: 'How late the loans are, by product, bucket and class, as the latest day began.',
    who: 'staff',
    right: 'day-end',
    kind: 'read',
    success: [
      200,
      z.object({
        /** Null before the first day was ended. */
        on: daySchema.nullable(),
        rows: z.array(
          z.object({
            productCode: z.string(),
            productName: z.string(),
            /** The bucket's days past due; `toDays` is null of the last, 0 to 0 are not late. */
            fromDays: z.number().int(),
            toDays: z.number().int().nullable(),
            class: z.enum(['normal', 'special-mention', 'substandard', 'doubtful', 'loss']),
            loans: z.number().int(),
            principalFen: bookedFenSchema,
          }),
        ),
      }),
    ],
    refusals: [],
  },
  retryDayEnd: {
    method: 'POST',
    path: '/api/console/day-end/retry',
    summary: 'A step that failed again and again, and was seen to, goes on from where it was.',
    who: 'staff',
    right: 'day-end',
    kind: 'write',
    success: [200, dayEndSchema],
    refusals: ['step-not-allowed'],
  },
  letDaysPass: {
    method: 'POST',
    path: '/api/console/day-end/travel',
    summary:
      'In a sandbox alone: days are ended one after the other up to this one, ten years ahead at most; the simulated systems go along.',
    who: 'staff',
    right: 'day-end',
    kind: 'write',
    body: z.strictObject({ until: daySchema }),
    success: [202, dayEndSchema],
    refusals: ['sandbox-only', 'day-not-ahead'],
  },
});
