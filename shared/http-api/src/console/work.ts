import { z } from 'zod';
import { defineOperations } from '../operation.ts';
import { bookedFenSchema, idSchema, instantSchema } from '../schemas.ts';

/** Where an application stands on the officer's table. */
export const reviewStateSchema = z.enum([
  'open',
  'claimed',
  'waiting-for-papers',
  'to-sign',
  'to-check',
  'paying',
  'done',
  'declined',
  'withdrawn',
]);

/** Who has it in hand; nobody else acts on it until they let go of it. */
export const holderSchema = z.object({ staffId: idSchema, name: z.string(), mine: z.boolean() }).nullable();

export const workItemSchema = z
  .object({
    applicationId: idSchema,
    applicationNo: z.string(),
    productCode: z.string(),
    productName: z.string(),
    branchCode: z.string(),
    branchName: z.string(),
    state: reviewStateSchema,
    /** The lowest level of authority that may decide on it; above 1 where an officer of a lower level has passed it on. */
    level: z.number().int(),
    holder: holderSchema,
    /** What was approved, or else wanted, where either is known. */
    amountFen: bookedFenSchema.nullable(),
    openedAt: instantSchema,
    /** By when it should be decided; null once it is. */
    dueAt: instantSchema.nullable(),
    /** Counted from the server's clock; negative when overdue. */
    secondsLeft: z.number().int().nullable(),
  })
  .meta({ id: 'WorkItem' });

export const workOperations = defineOperations({
  listWork: {
    method: 'GET',
    path: '/api/console/work',
    summary:
      'Applications that an officer decides on, the most urgent first: those of one’s own branch, all of them at the head office.',
    who: 'staff',
    right: 'work-list',
    kind: 'read',
    query: z.object({
      state: reviewStateSchema.optional(),
      /** Only what this member of staff has in hand. */
      mine: z.enum(['true', 'false']).optional(),
      productCode: z
        .string()
        .regex(/^[a-z-]{1,32}$/)
        .optional(),
      branchCode: z
        .string()
        .regex(/^[A-Z0-9*]{1,16}$/)
        .optional(),
      /** Part of an application number. */
      text: z
        .string()
        .trim()
        .regex(/^[A-Za-z0-9-]{0,32}$/, '请输入申请编号')
        .optional(),
      page: z.coerce.number().int().min(1).max(10_000).optional(),
      pageSize: z.coerce.number().int().min(1).max(100).optional(),
    }),
    success: [
      200,
      z.object({
        items: z.array(workItemSchema),
        total: z.number().int(),
        page: z.number().int(),
        pageSize: z.number().int(),
        /** Of each state under the other filters, whatever state is asked for. */
        counts: z.record(reviewStateSchema, z.number().int()),
        /** What may be filtered by. */
        branches: z.array(z.object({ branchCode: z.string(), name: z.string() })),
        products: z.array(z.object({ productCode: z.string(), name: z.string() })),
        now: instantSchema,
      }),
    ],
    refusals: [],
  },
});
