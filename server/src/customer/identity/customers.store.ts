import type { CustomerId, Instant } from '@miaodai/values';
import type { Vault } from '../../platform/crypto/vault.ts';
import type { Db, Tx } from '../../platform/db/connect.ts';
import type { Customer } from './identity.rules.ts';

const CUSTOMERS = 'identity.customers';

export async function registerCustomer(
  tx: Tx | Db,
  vault: Vault,
  customer: Customer,
  registeredAt: Instant,
): Promise<void> {
  await tx
    .insertInto(CUSTOMERS)
    .values({
      customer_id: customer.id,
      name_cipher: vault.seal(`${CUSTOMERS}.name`, customer.id, customer.name),
      id_number_cipher: vault.seal(`${CUSTOMERS}.id_number`, customer.id, customer.idNumber),
      id_number_index: vault.index('id-number', customer.idNumber),
      mobile_cipher: vault.seal(`${CUSTOMERS}.mobile`, customer.id, customer.mobile),
      mobile_index: vault.index('mobile', customer.mobile),
      registered_at: registeredAt,
    })
    .execute();
}

export async function findCustomerByMobile(tx: Tx | Db, vault: Vault, mobile: string): Promise<CustomerId | undefined> {
  const row = await tx
    .selectFrom(CUSTOMERS)
    .select('customer_id')
    .where('mobile_index', '=', vault.index('mobile', mobile))
    .executeTakeFirst();
  return row?.customer_id as CustomerId | undefined;
}

export async function readCustomer(tx: Tx | Db, vault: Vault, id: CustomerId): Promise<Customer> {
  const row = await tx
    .selectFrom(CUSTOMERS)
    .select(['name_cipher', 'id_number_cipher', 'mobile_cipher'])
    .where('customer_id', '=', id)
    .executeTakeFirstOrThrow();
  return {
    id,
    name: vault.open(`${CUSTOMERS}.name`, id, row.name_cipher),
    idNumber: vault.open(`${CUSTOMERS}.id_number`, id, row.id_number_cipher),
    mobile: vault.open(`${CUSTOMERS}.mobile`, id, row.mobile_cipher),
  };
}
