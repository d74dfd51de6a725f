import type { CustomerId } from '@miaodai/values';
import { sql } from 'kysely';
import type { Vault } from '../../platform/crypto/vault.ts';
import type { Tx } from '../../platform/db/connect.ts';

/** Cards and what was asked of the core, once nothing demands them any more; that there was an account stays. */
export async function eraseAccountPapers(tx: Tx, vault: Vault, customerId: CustomerId): Promise<void> {
  await tx.deleteFrom('account.cards').where('customer_id', '=', customerId).execute();
  const rows = await tx
    .selectFrom('account.requests')
    .select(['request_id', 'kind'])
    .where('customer_id', '=', customerId)
    .execute();
  for (const { request_id: id, kind } of rows) {
    const nothing = vault.seal('account.requests.order', id, JSON.stringify({ kind }));
    await sql`update account.requests set order_cipher = ${nothing} where request_id = ${id}`.execute(tx);
  }
}
