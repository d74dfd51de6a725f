import { assert, type CustomerId, type Instant } from '@miaodai/values';
import { sql } from 'kysely';
import type { Vault } from '../../platform/crypto/vault.ts';
import type { Db, Tx } from '../../platform/db/connect.ts';
import type { Contact, Customer } from './identity.rules.ts';

const CUSTOMERS = 'identity.customers';

/** A person whom the bank knows already. @throws where the number or the person is registered. */
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
      ...personColumns(vault, customer.id, customer),
      ...mobileColumns(vault, customer.id, customer.mobile),
      registered_at: registeredAt,
    })
    .execute();
}

/** Somebody of whom the bank knows no more than the number. False where the number is registered. */
export async function registerMobile(
  tx: Tx,
  vault: Vault,
  { id, mobile }: { id: CustomerId; mobile: string },
  registeredAt: Instant,
): Promise<boolean> {
  const row = await tx
    .insertInto(CUSTOMERS)
    .values({ customer_id: id, ...mobileColumns(vault, id, mobile), registered_at: registeredAt })
    .onConflict((conflict) => conflict.column('mobile_index').doNothing())
    .returning('customer_id')
    .executeTakeFirst();
  return row !== undefined;
}

export async function findCustomerByMobile(tx: Tx | Db, vault: Vault, mobile: string): Promise<CustomerId | undefined> {
  const row = await tx
    .selectFrom(CUSTOMERS)
    .select('customer_id')
    .where('mobile_index', '=', vault.index('mobile', mobile))
    .executeTakeFirst();
  return row?.customer_id as CustomerId | undefined;
}

export async function findCustomerByIdNumber(tx: Tx, vault: Vault, idNumber: string): Promise<CustomerId | undefined> {
  const row = await tx
    .selectFrom(CUSTOMERS)
    .select('customer_id')
    .where('id_number_index', '=', vault.index('id-number', idNumber))
    .executeTakeFirst();
  return row?.customer_id as CustomerId | undefined;
}

/** How the customer is reached, and who they are as far as that is known. */
export async function readContact(tx: Tx | Db, vault: Vault, id: CustomerId): Promise<Contact> {
  const row = await tx
    .selectFrom(CUSTOMERS)
    .select(['name_cipher', 'id_number_cipher', 'mobile_cipher'])
    .where('customer_id', '=', id)
    .executeTakeFirstOrThrow();
  const mobile = vault.open(`${CUSTOMERS}.mobile`, id, row.mobile_cipher);
  if (row.name_cipher === null || row.id_number_cipher === null) return { id, mobile };
  return {
    id,
    name: vault.open(`${CUSTOMERS}.name`, id, row.name_cipher),
    idNumber: vault.open(`${CUSTOMERS}.id_number`, id, row.id_number_cipher),
    mobile,
  };
}

/** The numbers of many at once; whoever is not there is left out. */
export async function readMobiles(
  tx: Tx | Db,
  vault: Vault,
  ids: readonly CustomerId[],
): Promise<Map<CustomerId, string>> {
  const { rows } = await sql<{ customer_id: CustomerId; mobile_cipher: Uint8Array }>`
    select customer_id, mobile_cipher
    from identity.customers
    where customer_id = any(${ids}::uuid[])`.execute(tx);
  return new Map(
    rows.map((row) => [row.customer_id, vault.open(`${CUSTOMERS}.mobile`, row.customer_id, row.mobile_cipher)]),
  );
}

/** @throws where the bank does not know yet who this is. */
export async function readCustomer(tx: Tx | Db, vault: Vault, id: CustomerId): Promise<Customer> {
  const { name, idNumber, mobile } = await readContact(tx, vault, id);
  assert(name !== undefined && idNumber !== undefined, 'who is asked for by name is known');
  return { id, name, idNumber, mobile };
}

export async function writePerson(
  tx: Tx,
  vault: Vault,
  id: CustomerId,
  person: { name: string; idNumber: string },
): Promise<void> {
  await tx
    .updateTable(CUSTOMERS)
    .set(personColumns(vault, id, person))
    .where('customer_id', '=', id)
    .execute();
}

export async function writeMobile(tx: Tx, vault: Vault, id: CustomerId, mobile: string): Promise<void> {
  await tx
    .updateTable(CUSTOMERS)
    .set(mobileColumns(vault, id, mobile))
    .where('customer_id', '=', id)
    .execute();
}

/** Two who claim the same number at once take their turns. */
export async function lockClaim(tx: Tx, vault: Vault, kind: 'mobile' | 'id-number', value: string): Promise<void> {
  const claim = vault.index(kind, value).toString('hex');
  await sql`select pg_advisory_xact_lock(hashtextextended('identity:' || ${claim}, 0))`.execute(tx);
}

const personColumns = (vault: Vault, id: CustomerId, { name, idNumber }: { name: string; idNumber: string }) => ({
  name_cipher: vault.seal(`${CUSTOMERS}.name`, id, name),
  id_number_cipher: vault.seal(`${CUSTOMERS}.id_number`, id, idNumber),
  id_number_index: vault.index('id-number', idNumber),
});

const mobileColumns = (vault: Vault, id: CustomerId, mobile: string) => ({
  mobile_cipher: vault.seal(`${CUSTOMERS}.mobile`, id, mobile),
  mobile_index: vault.index('mobile', mobile),
});
