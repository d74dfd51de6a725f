import type { CustomerId } from '@miaodai/values';
import type { Vault } from '../../platform/crypto/vault.ts';
import type { Tx } from '../../platform/db/connect.ts';

const CUSTOMERS = 'identity.customers';

/**
 * A customer leaves: mobile and ID number are free for a new customer, and find this one no more.
 * @returns by what the ID number was found until now.
 */
export async function releaseNumbers(tx: Tx, vault: Vault, id: CustomerId): Promise<Buffer | null> {
  const row = await tx
    .selectFrom(CUSTOMERS)
    .select('id_number_index')
    .where('customer_id', '=', id)
    .forUpdate()
    .executeTakeFirstOrThrow();
  await tx
    .updateTable(CUSTOMERS)
    .set({
      mobile_index: vault.index('left-mobile', id),
      ...(row.id_number_index === null ? {} : { id_number_index: vault.index('left-id-number', id) }),
    })
    .where('customer_id', '=', id)
    .execute();
  return row.id_number_index;
}

/** Nothing tells any more who this was; the row stays, since books and contracts name it. */
export async function erasePerson(tx: Tx, vault: Vault, id: CustomerId): Promise<void> {
  await tx
    .updateTable(CUSTOMERS)
    .set({
      name_cipher: null,
      id_number_cipher: null,
      id_number_index: null,
      mobile_cipher: vault.seal(`${CUSTOMERS}.mobile`, id, ''),
    })
    .where('customer_id', '=', id)
    .execute();
}

export async function deleteSecurityLog(tx: Tx, id: CustomerId): Promise<void> {
  await tx.deleteFrom('identity.security_events').where('customer_id', '=', id).execute();
  await tx.deleteFrom('identity.sessions').where('customer_id', '=', id).execute();
  await tx.deleteFrom('identity.devices').where('customer_id', '=', id).execute();
}
