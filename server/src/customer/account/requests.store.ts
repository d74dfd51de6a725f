import { sql } from 'kysely';
import type { CustomerId, Instant } from '@miaodai/values';
import type { Vault } from '../../platform/crypto/vault.ts';
import type { Db, Tx } from '../../platform/db/connect.ts';
import type { AccountOrder, AccountRequest } from './account.rules.ts';

const TABLE = 'account.requests';
const select = (tx: Tx | Db) =>
  tx
    .selectFrom(TABLE)
    .select(['request_id', 'request_no', 'customer_id', 'order_cipher', 'state', 'requested_at', 'refusal_code']);
type Row = Awaited<ReturnType<ReturnType<typeof select>['executeTakeFirstOrThrow']>>;

/** One thing at a time: until this transaction ends no other device begins anything with this customer's account. */
export async function lockAccountOf(tx: Tx, customerId: CustomerId): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`account:${customerId}`}, 0))`.execute(tx);
}

export async function insertRequest(tx: Tx, vault: Vault, request: AccountRequest): Promise<void> {
  await tx
    .insertInto(TABLE)
    .values({
      request_id: request.id,
      request_no: request.requestNo,
      customer_id: request.customerId,
      kind: request.order.kind,
      state: request.state,
      order_cipher: vault.seal(`${TABLE}.order`, request.id, JSON.stringify(request.order)),
      requested_at: request.requestedAt,
    })
    .execute();
}

/** Locked, so that its outcome is settled once, by whoever comes first. */
export async function lockRequest(tx: Tx, vault: Vault, id: string): Promise<AccountRequest> {
  return read(await select(tx).where('request_id', '=', id).forUpdate().executeTakeFirstOrThrow(), vault);
}

export async function ownRequest(
  tx: Tx | Db,
  vault: Vault,
  id: string,
  customerId: CustomerId,
): Promise<AccountRequest | undefined> {
  const row = await select(tx).where('request_id', '=', id).where('customer_id', '=', customerId).executeTakeFirst();
  return row && read(row, vault);
}

/** The latest that was asked of the core for this customer. */
export async function latestRequest(
  tx: Tx | Db,
  vault: Vault,
  customerId: CustomerId,
): Promise<AccountRequest | undefined> {
  const row = await select(tx)
    .where('customer_id', '=', customerId)
    .orderBy('requested_at', 'desc')
    .orderBy('request_id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row && read(row, vault);
}

export async function wasActivated(tx: Tx, customerId: CustomerId): Promise<boolean> {
  const row = await tx
    .selectFrom(TABLE)
    .select('request_id')
    .where('customer_id', '=', customerId)
    .where('kind', '=', 'activate')
    .where('state', '=', 'done')
    .executeTakeFirst();
  return row !== undefined;
}

/** Whatever is settled, or sent already, stays as it is. */
export async function markSent(tx: Tx, id: string): Promise<void> {
  await tx
    .updateTable(TABLE)
    .set({ state: 'sent' })
    .where('request_id', '=', id)
    .where('state', '=', 'requested')
    .execute();
}

export async function markSettled(
  tx: Tx,
  id: string,
  outcome: { state: 'done' } | { state: 'refused'; refusalCode: string },
  settledAt: Instant,
): Promise<void> {
  const refusalCode = outcome.state === 'refused' ? outcome.refusalCode : null;
  await tx
    .updateTable(TABLE)
    .set({ state: outcome.state, refusal_code: refusalCode, settled_at: settledAt })
    .where('request_id', '=', id)
    .execute();
}

function read(row: Row, vault: Vault): AccountRequest {
  return {
    id: row.request_id,
    requestNo: row.request_no,
    customerId: row.customer_id as CustomerId,
    order: JSON.parse(vault.open(`${TABLE}.order`, row.request_id, row.order_cipher)) as AccountOrder,
    state: row.state as AccountRequest['state'],
    requestedAt: row.requested_at,
    refusalCode: row.refusal_code,
  };
}
