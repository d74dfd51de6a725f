import { sql } from 'kysely';
import type { CustomerId, Instant } from '@miaodai/values';
import type { Vault } from '../../platform/crypto/vault.ts';
import type { Db, Tx } from '../../platform/db/connect.ts';

const PLACE = 'messages.messages.text';
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

export async function insertMessage(
  tx: Tx,
  vault: Vault,
  message: Omit<Message, 'attempts'> & { kind: string; queuedAt: Instant },
): Promise<void> {
  await tx
    .insertInto('messages.messages')
    .values({
      message_id: message.id,
      message_no: message.messageNo,
      ...('customerId' in message.to
        ? { customer_id: message.to.customerId }
        : { mobile_cipher: vault.seal(MOBILE, message.id, message.to.mobile) }),
      kind: message.kind,
      text_cipher: vault.seal(PLACE, message.id, message.text),
      queued_at: message.queuedAt,
      worthless_from: message.worthlessFrom,
    })
    .execute();
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
