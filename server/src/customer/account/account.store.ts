import type { CustomerId, Instant } from '@miaodai/values';
import type { Vault } from '../../platform/crypto/vault.ts';
import type { Db, Tx } from '../../platform/db/connect.ts';

const PLACE = 'account.accounts.account_no';

export async function openAccount(
  tx: Tx | Db,
  vault: Vault,
  customerId: CustomerId,
  accountNo: string,
  openedAt: Instant,
): Promise<void> {
  await tx
    .insertInto('account.accounts')
    .values({
      customer_id: customerId,
      account_no_cipher: vault.seal(PLACE, customerId, accountNo),
      account_no_index: vault.index('account-no', accountNo),
      opened_at: openedAt,
    })
    .execute();
}

/** The number of a customer's electronic account; undefined where they have none. */
export async function accountNoOf(tx: Tx | Db, vault: Vault, customerId: CustomerId): Promise<string | undefined> {
  const row = await tx
    .selectFrom('account.accounts')
    .select('account_no_cipher')
    .where('customer_id', '=', customerId)
    .executeTakeFirst();
  return row && vault.open(PLACE, customerId, row.account_no_cipher);
}
