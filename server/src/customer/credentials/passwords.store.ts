import type { CustomerId, Instant } from '@miaodai/values';
import type { Db, Tx } from '../../platform/db/connect.ts';
import { forgiveTries, lockOf, type PasswordKind } from './tries.store.ts';

export async function setPassword(
  tx: Tx | Db,
  customerId: CustomerId,
  kind: PasswordKind,
  hash: string,
): Promise<void> {
  await tx
    .insertInto('credentials.passwords')
    .values({ customer_id: customerId, kind, hash })
    .onConflict((conflict) => conflict.columns(['customer_id', 'kind']).doUpdateSet({ hash }))
    .execute();
  await forgiveTries(tx, { holder: customerId, kind });
}

export async function readHash(db: Db, customerId: CustomerId, kind: PasswordKind): Promise<string | undefined> {
  const row = await db
    .selectFrom('credentials.passwords')
    .select('hash')
    .where('customer_id', '=', customerId)
    .where('kind', '=', kind)
    .executeTakeFirst();
  return row?.hash;
}

/** What its owner may know of a password. */
export async function passwordState(
  db: Db,
  customerId: CustomerId,
  kind: PasswordKind,
  now: Instant,
): Promise<{ is: 'unset' | 'set' | 'locked'; lockedUntil: Instant | null }> {
  if ((await readHash(db, customerId, kind)) === undefined) return { is: 'unset', lockedUntil: null };
  const lockedUntil = await lockOf(db, { holder: customerId, kind }, now);
  return lockedUntil === undefined ? { is: 'set', lockedUntil: null } : { is: 'locked', lockedUntil };
}
