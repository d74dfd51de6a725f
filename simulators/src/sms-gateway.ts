import { z } from 'zod';
import { shanghaiText } from './clock.ts';
import type { Db } from './db.ts';
import type { Dialect } from './dialect.ts';
import { operation, type Service } from './service.ts';

// Written from docs/integrations/sms-gateway/interface.md.

export type TextMessage = { msgId: string; phone: string; content: string; acceptedAt: string };

const dialect: Dialect = {
  code: 'status',
  ok: 'ACCEPTED',
  malformed: 'BAD_REQUEST',
  failed: 'ERROR',
  text: 'reason',
  texts: {
    ACCEPTED: 'ok',
    BAD_REQUEST: 'message not in the format',
    MSGID_REUSED: 'msgId used before with other phone or content',
    BLACKLISTED: 'receiver does not want messages',
    BUSY: 'too many messages, try again',
    ERROR: 'internal error',
  },
};

const sendMessage = z.object({
  msgId: z.string().regex(/^[A-Za-z0-9-]{1,40}$/),
  phone: z.string().regex(/^1\d{10}$/),
  content: z
    .string()
    .min(1)
    .max(500)
    .regex(/^\P{Cc}*$/u),
});

export const smsGateway = (db: Db): Service => ({
  system: 'sms-gateway',
  dialect,
  operations: [
    operation({
      name: 'send',
      path: '/v2/messages',
      number: 'msgId',
      message: sendMessage,
      perform: (message) => accept(db, message),
    }),
  ],
});

async function accept(db: Db, { msgId, phone, content }: z.infer<typeof sendMessage>): Promise<object> {
  await db.query(
    `insert into sim_sms.messages (msg_id, phone, content) values ($1, $2, $3) on conflict (msg_id) do nothing`,
    [msgId, phone, content],
  );
  const [kept] = await db.query<{ phone: string; content: string; acceptedAt: Date }>(
    'select phone, content, accepted_at as "acceptedAt" from sim_sms.messages where msg_id = $1',
    [msgId],
  );
  if (!kept) return { status: 'ERROR', reason: dialect.texts['ERROR'], msgId };
  if (kept.phone !== phone || kept.content !== content) {
    return { status: 'MSGID_REUSED', reason: dialect.texts['MSGID_REUSED'], msgId };
  }
  const acceptTime = shanghaiText(kept.acceptedAt).replaceAll(/\D/g, '');
  return { status: 'ACCEPTED', reason: 'ok', msgId, acceptTime };
}

/** Newest first. */
export async function listMessages(db: Db, phone?: string): Promise<TextMessage[]> {
  const rows = await db.query<{ msgId: string; phone: string; content: string; acceptedAt: Date }>(
    `select msg_id as "msgId", phone, content, accepted_at as "acceptedAt"
     from sim_sms.messages
     where $1::text is null or phone = $1
     order by id desc
     limit 5000`,
    [phone ?? null],
  );
  return rows.map((row) => ({ ...row, acceptedAt: row.acceptedAt.toISOString() }));
}
