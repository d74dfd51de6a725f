import { sql } from 'kysely';
import type { CustomerId, Instant, LoanId } from '@miaodai/values';
import type { Vault } from '../../platform/crypto/vault.ts';
import type { Db, Tx } from '../../platform/db/connect.ts';

const PLACE = 'messages.messages.text';
const TITLE = 'messages.messages.title';
const MOBILE = 'messages.messages.mobile';

/** A customer, at the number that they have when it is sent; or a number, whoever has it. */
export type Recipient = { customerId: CustomerId } | { mobile: string };

export type Message = {
  id: string;
  messageNo: string;
  to: Recipient;
  text: string;
  attempts: number;
  worthlessFrom: Instant | null;
};
export type MessageState = 'queued' | 'sent' | 'refused' | 'given-up';

/** What a message tells of, where that can be opened. */
export type About = { loanId: LoanId };
export type NewMessage = {
  id: string;
  messageNo: string;
  to: Recipient;
  kind: string;
  title: string;
  text: string;
  about: About | undefined;
  worthlessFrom: Instant | null;
  bunchId: string | null;
  queuedAt: Instant;
};

/** One or five hundred, in one statement. */
export async function insertMessages(tx: Tx, vault: Vault, messages: readonly NewMessage[]): Promise<void> {
  const hex = (place: string, id: string, text: string) => vault.seal(place, id, text).toString('hex');
  const rows = messages.map(({ id, to, about, ...message }) => ({
    ...{ message_id: id, message_no: message.messageNo, kind: message.kind, bunch_id: message.bunchId },
    ...('customerId' in to ? { customer_id: to.customerId } : { mobile: hex(MOBILE, id, to.mobile) }),
    ...{ title: hex(TITLE, id, message.title), text: hex(PLACE, id, message.text) },
    ...(about ? { about: 'loan', about_id: about.loanId } : {}),
    ...{ queued_at: message.queuedAt, worthless_from: message.worthlessFrom },
  }));
  await sql`
    insert into messages.messages
      (message_id, message_no, customer_id, mobile_cipher, kind, title_cipher, text_cipher, about, about_id, bunch_id, queued_at,
       worthless_from)
    select row.message_id, row.message_no, row.customer_id, decode(row.mobile, 'hex'), row.kind, decode(row.title, 'hex'),
      decode(row.text, 'hex'), row.about, row.about_id, row.bunch_id, row.queued_at, row.worthless_from
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row (
      message_id uuid, message_no text, customer_id uuid, mobile text, kind text, title text, text text, about text,
      about_id uuid, bunch_id uuid, queued_at timestamptz, worthless_from timestamptz)`.execute(tx);
}

/** Counts the attempt; undefined where the message is no longer waiting. */
export async function takeAttempt(db: Db | Tx, vault: Vault, id: string): Promise<Message | undefined> {
  const { rows } = await sql<{
    message_no: string;
    customer_id: CustomerId | null;
    mobile_cipher: Uint8Array | null;
    text_cipher: Uint8Array;
    attempts: number;
    worthless_from: Instant | null;
  }>`
    update messages.messages
    set attempts = attempts + 1
    where message_id = ${id} and state = 'queued'
    returning message_no, customer_id, mobile_cipher, text_cipher, attempts, worthless_from`.execute(db);
  const row = rows[0];
  return (
    row && {
      id,
      messageNo: row.message_no,
      to: row.mobile_cipher
        ? { mobile: vault.open(MOBILE, id, row.mobile_cipher) }
        : { customerId: row.customer_id as CustomerId },
      text: vault.open(PLACE, id, row.text_cipher),
      attempts: row.attempts,
      worthlessFrom: row.worthless_from,
    }
  );
}

export async function settleMessage(
  tx: Tx,
  id: string,
  state: Exclude<MessageState, 'queued'>,
  now: Instant,
): Promise<void> {
  await tx
    .updateTable('messages.messages')
    .set({ state, ...(state === 'sent' ? { sent_at: now } : {}) })
    .where('message_id', '=', id)
    .where('state', '=', 'queued')
    .execute();
}
