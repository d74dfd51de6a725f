import type { CustomerId, Instant } from '@miaodai/values';
import { v7 as uuid } from 'uuid';
import { sql } from 'kysely';
import type { Vault } from '../../platform/crypto/vault.ts';
import type { Db, Tx } from '../../platform/db/connect.ts';
import type { EcifValues } from './merge-ecif.rules.ts';

const PLACE = 'ecif.fields.value';

/** Two merges of one record come one after the other. */
export async function lockRecord(tx: Tx, customerId: CustomerId): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`ecif:${customerId}`}, 0))`.execute(tx);
}

/** All that is known of a customer; empty where nothing is. */
export async function readEcif(tx: Tx | Db, vault: Vault, customerId: CustomerId): Promise<EcifValues> {
  const rows = await tx
    .selectFrom('ecif.fields')
    .select(['field', 'value_cipher'])
    .where('customer_id', '=', customerId)
    .execute();
  return Object.fromEntries(
    rows.map(({ field, value_cipher }) => [field, vault.open(PLACE, `${customerId}/${field}`, value_cipher)]),
  );
}

export async function writeFields(
  tx: Tx,
  vault: Vault,
  customerId: CustomerId,
  values: EcifValues,
  changedAt: Instant,
): Promise<void> {
  const rows = Object.entries(values).map(([field, value]) => ({
    customer_id: customerId,
    field,
    value_cipher: vault.seal(PLACE, `${customerId}/${field}`, value),
    changed_at: changedAt,
  }));
  await tx
    .insertInto('ecif.fields')
    .values(rows)
    .onConflict((conflict) =>
      conflict.columns(['customer_id', 'field']).doUpdateSet(({ ref }) => ({
        value_cipher: ref('excluded.value_cipher'),
        changed_at: ref('excluded.changed_at'),
      })),
    )
    .execute();
}

export async function recordChange(
  tx: Tx,
  customerId: CustomerId,
  change: { by: string; occasion: string; fields: string[] },
  changedAt: Instant,
): Promise<void> {
  await tx
    .insertInto('ecif.changes')
    .values({
      change_id: uuid(),
      customer_id: customerId,
      changed_at: changedAt,
      changed_by: change.by,
      occasion: change.occasion,
      fields: change.fields,
    })
    .execute();
}
