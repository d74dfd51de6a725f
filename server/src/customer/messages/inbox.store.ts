import { sql } from 'kysely';
import type { CustomerId, Instant, LoanId } from '@miaodai/values';
import type { Vault } from '../../platform/crypto/vault.ts';
import type { Db, Tx } from '../../platform/db/connect.ts';
import { together } from '../../platform/db/together.ts';

export type InboxMessage = {
  id: string;
  kind: string;
  /** None of texts that are older than the pages. */
  title: string | undefined;
  text: string;
  queuedAt: Instant;
  unread: boolean;
  loanId: LoanId | null;
};
type Inbox = { total: number; unread: number; messages: InboxMessage[] };

/** Nobody counts beyond; where there are more, there are many. */
const MOST_COUNTED = 100;

/** What a customer reads: all that was sent to them but codes, whether or not the gateway took it. */
export async function readInbox(
  tx: Tx,
  vault: Vault,
  customerId: CustomerId,
  { limit, offset }: { limit: number; offset: number },
): Promise<Inbox> {
  const mine = tx
    .selectFrom('messages.messages')
    .where('customer_id', '=', customerId)
    .where('worthless_from', 'is', null);
  const [rows, { total }, unread] = await together([
    mine
      .select(['message_id', 'kind', 'title_cipher', 'text_cipher', 'queued_at', 'read_at', 'about', 'about_id'])
      .orderBy('queued_at', 'desc')
      .orderBy('message_id', 'desc')
      .limit(limit)
      .offset(offset)
      .execute(),
    mine.select(({ fn }) => fn.countAll<number>().as('total')).executeTakeFirstOrThrow(),
    countUnread(tx, customerId),
  ]);
  const messages = rows.map((row) => ({
    ...{ id: row.message_id, kind: row.kind, queuedAt: row.queued_at, unread: row.read_at === null },
    title: row.title_cipher ? vault.open('messages.messages.title', row.message_id, row.title_cipher) : undefined,
    text: vault.open('messages.messages.text', row.message_id, row.text_cipher),
    loanId: row.about === 'loan' ? (row.about_id as LoanId) : null,
  }));
  return { total, unread, messages };
}

export async function countUnread(tx: Db | Tx, customerId: CustomerId): Promise<number> {
  const { rows } = await sql<{ unread: number }>`
    select count(*)::int as unread
    from (
      select
      from messages.messages
      where customer_id = ${customerId} and worthless_from is null and read_at is null
      limit ${MOST_COUNTED}
    ) news`.execute(tx);
  return rows[0]?.unread ?? 0;
}

/** Somebody else's messages stay as they are, and so does the moment of what was read before. */
export async function markRead(
  tx: Tx,
  customerId: CustomerId,
  which: { messageIds: readonly string[] } | { until: Instant },
  now: Instant,
): Promise<void> {
  const unread = tx
    .updateTable('messages.messages')
    .set({ read_at: now })
    .where('customer_id', '=', customerId)
    .where('worthless_from', 'is', null)
    .where('read_at', 'is', null);
  await (
    'until' in which
      ? unread.where('queued_at', '<=', which.until)
      : unread.where('message_id', '=', sql<string>`any(${[...which.messageIds]}::uuid[])`)
  ).execute();
}
