import { simpleParser } from 'mailparser';
import type { Db } from '../db.ts';

// What the mail server took over: one row a message and receiver, as it came.

export type Received = { mailFrom: string; address: string; envelopeId: string | null; raw: Buffer };
export type MailRow = { id: number; address: string; messageId: string; subject: string; receivedAt: Date };
export type Mail = MailRow & {
  from: string;
  text: string;
  html: string | undefined;
  headers: { name: string; line: string }[];
  attachments: { name: string; mediaType: string; content: Buffer }[];
};

/** @returns whether a message of this Message-ID was here before. */
export async function keepMail(db: Db, { mailFrom, address, envelopeId, raw }: Received): Promise<boolean> {
  const { messageId = '', subject = '' } = await simpleParser(raw);
  const before = await db.query('select from sim_mail.messages where message_id = $1 and address = $2 limit 1', [
    messageId,
    address,
  ]);
  await db.query(
    `insert into sim_mail.messages (mail_from, address, envelope_id, message_id, subject, raw)
     values ($1, $2, $3, $4, $5, $6)`,
    [mailFrom, address, envelopeId, messageId, subject, raw],
  );
  return before.length > 0;
}

/** Newest first. */
export const listMails = (db: Db, address?: string): Promise<MailRow[]> =>
  db.query<MailRow>(
    `select id, address, message_id as "messageId", subject, received_at as "receivedAt"
     from sim_mail.messages
     where $1::text is null or address = $1
     order by id desc
     limit 200`,
    [address ?? null],
  );

export async function readMail(db: Db, id: number): Promise<Mail | undefined> {
  const [row] = await db.query<MailRow & { raw: Buffer }>(
    `select id, address, message_id as "messageId", subject, received_at as "receivedAt", raw
     from sim_mail.messages
     where id = $1`,
    [id],
  );
  if (!row) return undefined;
  const { raw, ...mail } = row;
  const parsed = await simpleParser(raw);
  return {
    ...mail,
    from: parsed.from?.text ?? '',
    text: parsed.text ?? '',
    html: parsed.html === false ? undefined : parsed.html,
    headers: parsed.headerLines.map(({ key, line }) => ({ name: key, line })),
    attachments: parsed.attachments.map(({ filename, contentType, content }) => ({
      name: filename ?? 'attachment',
      mediaType: contentType,
      content,
    })),
  };
}

/** True where this address was not put off before; whoever is put off once is let in the next time. */
export async function putOffOnce(db: Db, address: string): Promise<boolean> {
  const rows = await db.query(
    'insert into sim_mail.put_off (address) values ($1) on conflict do nothing returning address',
    [address],
  );
  return rows.length > 0;
}
