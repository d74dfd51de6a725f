import type { CustomerId } from '@miaodai/values';
import type { Vault } from '../../platform/crypto/vault.ts';
import type { Tx } from '../../platform/db/connect.ts';

const TABLE = 'disbursement.disbursements';

/** Once nothing demands it any more: that it was paid stays, the account that it went to goes. */
export async function erasePayouts(tx: Tx, vault: Vault, customerId: CustomerId): Promise<void> {
  const rows = await tx.selectFrom(TABLE).select('disbursement_id').where('customer_id', '=', customerId).execute();
  for (const { disbursement_id: id } of rows) {
    await tx
      .updateTable(TABLE)
      .set({ account_no_cipher: vault.seal(`${TABLE}.account_no`, id, '') })
      .where('disbursement_id', '=', id)
      .execute();
  }
}
