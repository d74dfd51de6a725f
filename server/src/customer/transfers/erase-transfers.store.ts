import type { CustomerId } from '@miaodai/values';
import type { Vault } from '../../platform/crypto/vault.ts';
import type { Tx } from '../../platform/db/connect.ts';

const TABLE = 'transfers.transfers';

/** Once nothing demands it any more: amounts, days and numbers stay, whose account and card it was goes. */
export async function eraseTransfers(tx: Tx, vault: Vault, customerId: CustomerId): Promise<void> {
  const rows = await tx.selectFrom(TABLE).select('transfer_id').where('customer_id', '=', customerId).execute();
  for (const { transfer_id: id } of rows) {
    await tx
      .updateTable(TABLE)
      .set({
        account_no_cipher: vault.seal(`${TABLE}.account_no`, id, ''),
        card_no_cipher: vault.seal(`${TABLE}.card_no`, id, ''),
      })
      .where('transfer_id', '=', id)
      .execute();
  }
}
