import type { CustomerId, Instant } from '@miaodai/values';
import { sql } from 'kysely';
import { v7 as uuid } from 'uuid';
import type { Db, Tx } from '../../platform/db/connect.ts';

/** The device as this customer's, where it is known for theirs. */
export async function findDevice(db: Tx | Db, customerId: CustomerId, tokenHash: Buffer): Promise<string | undefined> {
  const row = await db
    .selectFrom('identity.devices')
    .select('device_id')
    .where('customer_id', '=', customerId)
    .where('token_hash', '=', tokenHash)
    .where('forgotten_at', 'is', null)
    .executeTakeFirst();
  return row?.device_id;
}

/** Whether there ever was one, also where it has been forgotten: only the very first needs no proof. */
export async function hasHadDevice(db: Tx | Db, customerId: CustomerId): Promise<boolean> {
  const row = await db
    .selectFrom('identity.devices')
    .select('device_id')
    .where('customer_id', '=', customerId)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Whether the cookie is one that we gave, to whomever: nobody else's word is taken for a device's name. */
export async function isDeviceToken(db: Tx | Db, tokenHash: Buffer): Promise<boolean> {
  const row = await db
    .selectFrom('identity.devices')
    .select('device_id')
    .where('token_hash', '=', tokenHash)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

export async function rememberDevice(
  tx: Tx,
  device: { customerId: CustomerId; tokenHash: Buffer; name: string; knownAt: Instant },
): Promise<string> {
  const row = await tx
    .insertInto('identity.devices')
    .values({
      device_id: uuid(),
      customer_id: device.customerId,
      token_hash: device.tokenHash,
      name: device.name,
      known_at: device.knownAt,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['customer_id', 'token_hash'])
        .doUpdateSet({ known_at: device.knownAt, name: device.name, forgotten_at: null }),
    )
    .returning('device_id')
    .executeTakeFirstOrThrow();
  return row.device_id;
}

export async function forgetDevices(
  tx: Tx,
  deviceIds: readonly (string | null)[],
  { butOf, now }: { butOf: string | null; now: Instant },
): Promise<void> {
  await sql`
    update identity.devices
    set forgotten_at = ${now}
    where device_id = any(${deviceIds.filter((id) => id !== null)}::uuid[])
      and not exists (select from identity.sessions s where s.session_id = ${butOf}::uuid and s.device_id = devices.device_id)
  `.execute(tx);
}

/** Two first sign-ins at once take their turns, so that only one device is the first. */
export async function lockDevicesOf(tx: Tx, customerId: CustomerId): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('devices:' || ${customerId}, 0))`.execute(tx);
}
