import type { CustomerId } from '@miaodai/values';
import type { Vault } from '../../platform/crypto/vault.ts';
import type { Tx } from '../../platform/db/connect.ts';

const TABLE = 'servicing.loans';

/** Once nothing demands it any more: the loan stays, the account that it was repaid from goes. */
export async function eraseLoans(tx: Tx, vault: Vault, customerId: CustomerId): Promise<void> {
  const rows = await tx.selectFrom(TABLE).select('loan_id').where('customer_id', '=', customerId).execute();
  for (const { loan_id: id } of rows) {
    await tx
      .updateTable(TABLE)
      .set({ account_no_cipher: vault.seal(`${TABLE}.account_no`, id, '') })
      .where('loan_id', '=', id)
      .execute();
  }
}
