import type { CustomerId } from '@miaodai/values';
import type { Vault } from '../../platform/crypto/vault.ts';
import type { Tx } from '../../platform/db/connect.ts';

const TABLE = 'contract.contracts';

/** Once nothing demands it any more: terms and hashes stay, the text that names the person goes. */
export async function eraseContractDocuments(tx: Tx, vault: Vault, customerId: CustomerId): Promise<void> {
  const rows = await tx.selectFrom(TABLE).select('contract_id').where('customer_id', '=', customerId).execute();
  for (const { contract_id: id } of rows) {
    await tx
      .updateTable(TABLE)
      .set({
        document_cipher: vault.seal(`${TABLE}.document`, id, '{}'),
        account_no_cipher: vault.seal(`${TABLE}.account_no`, id, ''),
        use_of_funds_cipher: null,
      })
      .where('contract_id', '=', id)
      .execute();
  }
}
