import { sql } from 'kysely';
import type { CustomerId, Instant } from '@miaodai/values';
import type { Vault } from '../../platform/crypto/vault.ts';
import type { Db, Tx } from '../../platform/db/connect.ts';
import type { MessageState } from './messages.store.ts';

export type BunchMessage = {
  id: string;
  messageNo: string;
  customerId: CustomerId;
  attempts: number;
  /** None where it does not open: what is broken stands in the way of no other. */
  text: string | undefined;
};

/** Counts an attempt of the next few of a bunch: those that were tried least. Two that ask at once get others. */
export async function takeSome(db: Db, vault: Vault, bunchId: string, limit: number): Promise<BunchMessage[]> {
  const { rows } = await sql<{
    message_id: string;
    message_no: string;
    customer_id: CustomerId;
    text_cipher: Uint8Array;
    attempts: number;
  }>`
    update messages.messages message
    set attempts = message.attempts + 1
    from (
      select message_id
      from messages.messages
      where bunch_id = ${bunchId} and state = 'queued'
      order by attempts, message_id
      limit ${limit}
      for update skip locked
    ) next
    where message.message_id = next.message_id
    returning message.message_id, message.message_no, message.customer_id, message.text_cipher, message.attempts`.execute(
    db,
  );
  return rows.map((row) => ({
    ...{ id: row.message_id, messageNo: row.message_no, customerId: row.customer_id, attempts: row.attempts },
    text: opened(vault, row.message_id, row.text_cipher),
  }));
}

function opened(vault: Vault, id: string, sealed: Uint8Array): string | undefined {
  try {
    return vault.open('messages.messages.text', id, sealed);
  } catch {
    return undefined;
  }
}

export type Settled = { id: string; state: Exclude<MessageState, 'queued'> };

export async function settleMessages(tx: Tx, settled: readonly Settled[], now: Instant): Promise<void> {
  await sql`
    update messages.messages message
    set state = row.state, sent_at = case row.state when 'sent' then ${now}::timestamptz end
    from jsonb_to_recordset(${JSON.stringify(settled)}::jsonb) as row (id uuid, state text)
    where message.message_id = row.id and message.state = 'queued'`.execute(tx);
}

/** How often those of a bunch that wait were tried at least; undefined where none waits. */
export async function leastAttempts(tx: Tx, bunchId: string): Promise<number | undefined> {
  const row = await tx
    .selectFrom('messages.messages')
    .select('attempts')
    .where('bunch_id', '=', bunchId)
    .where('state', '=', 'queued')
    .orderBy('attempts')
    .limit(1)
    .executeTakeFirst();
  return row?.attempts;
}
