import type { CustomerId, Instant } from '@miaodai/values';
import type { Vault } from '../../platform/crypto/vault.ts';
import type { Db, Tx } from '../../platform/db/connect.ts';

type OwnMessage = { text: string; queuedAt: Instant; sentAt: Instant | null };

/** The latest texts to a customer, but no codes: whoever has the export must not have what proves the customer. */
export async function messagesOf(db: Db, vault: Vault, customerId: CustomerId, most: number): Promise<OwnMessage[]> {
  const rows = await db
    .selectFrom('messages.messages')
    .select(['message_id', 'text_cipher', 'queued_at', 'sent_at'])
    .where('customer_id', '=', customerId)
    .where('worthless_from', 'is', null)
    .orderBy('queued_at', 'desc')
    .limit(most)
    .execute();
  return rows.map((row) => ({
    text: vault.open('messages.messages.text', row.message_id, row.text_cipher),
    queuedAt: row.queued_at,
    sentAt: row.sent_at,
  }));
}

/** All but what waits to be sent. */
export async function deleteMessagesOf(tx: Tx, customerId: CustomerId): Promise<void> {
  await tx
    .deleteFrom('messages.messages')
    .where('customer_id', '=', customerId)
    .where('state', '<>', 'queued')
    .execute();
}

/** Texts to numbers that were nobody's yet: they belong to no customer who could leave, so they go by their age alone. */
export async function deleteTextsToNumbers(tx: Tx, before: Instant): Promise<void> {
  await tx
    .deleteFrom('messages.messages')
    .where('customer_id', 'is', null)
    .where('state', '<>', 'queued')
    .where('queued_at', '<', before)
    .execute();
}
