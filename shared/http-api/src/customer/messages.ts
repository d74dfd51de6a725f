import { z } from 'zod';
import { defineOperations } from '../operation.ts';
import { idSchema, instantSchema } from '../schemas.ts';

const messageSchema = z
  .object({
    messageId: idSchema,
    title: z.string(),
    /** As it was sent, without the sender's name in front. */
    text: z.string(),
    at: instantSchema,
    unread: z.boolean(),
    /** What it is about. */
    topic: z.enum(['loan', 'application', 'account', 'security']),
    /** Of a loan: which one, where that is known. */
    loanId: idSchema.nullable(),
  })
  .meta({ id: 'Message' });

export const messageOperations = defineOperations({
  listMessages: {
    method: 'GET',
    path: '/api/customer/messages',
    summary: 'What the bank has told me, newest first, 20 a page: every text but codes.',
    who: 'customer',
    kind: 'read',
    query: z.object({ page: z.coerce.number().int().min(1).max(10_000).optional() }),
    success: [
      200,
      z.object({
        page: z.number().int(),
        /** 0 where there is nothing. */
        pages: z.number().int(),
        total: z.number().int(),
        unread: z.number().int(),
        messages: z.array(messageSchema),
      }),
    ],
    refusals: [],
  },
  markMessagesRead: {
    method: 'POST',
    path: '/api/customer/messages/reads',
    summary: 'Mark messages as read: those that are named, or all that came until a moment.',
    who: 'customer',
    kind: 'write',
    body: z.union([
      z.strictObject({ messageIds: z.array(idSchema).min(1).max(100) }),
      z.strictObject({ until: instantSchema }),
    ]),
    success: [200, z.object({ unread: z.number().int() })],
    refusals: [],
  },
});
