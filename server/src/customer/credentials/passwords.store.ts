import { sql } from 'kysely';
import type { CustomerId, Instant } from '@miaodai/values';
import type { Db, Tx } from '../../platform/db/connect.ts';

export type PasswordKind = 'login' | 'transaction';
export type StoredPassword = { hash: string; wrongTries: number; lockedUntil: Instant | null };

export async function setPassword(
  tx: Tx | Db,
  customerId: CustomerId,
  kind: PasswordKind,
  hash: string,
): Promise<void> {
  await tx
    .insertInto('credentials.passwords')
    .values({ customer_id: customerId, kind, hash })
    .onConflict((conflict) =>
      conflict.columns(['customer_id', 'kind']).doUpdateSet({ hash, wrong_tries: 0, locked_until: null }),
    )
    .execute();
}

export async function readPassword(
  db: Db,
  customerId: CustomerId,
  kind: PasswordKind,
): Promise<StoredPassword | undefined> {
  const row = await db
    .selectFrom('credentials.passwords')
    .select(['hash', 'wrong_tries', 'locked_until'])
    .where('customer_id', '=', customerId)
    .where('kind', '=', kind)
    .executeTakeFirst();
  return row && { hash: row.hash, wrongTries: row.wrong_tries, lockedUntil: row.locked_until };
}

/**
 * Takes a try before the password is compared, so that a hundred tries at once are a hundred tries. False where none is left.
 * @returns the number of this try, from 1; undefined where the password is locked or the tries are used up.
 */
export async function takeTry(
  db: Db,
  customerId: CustomerId,
  kind: PasswordKind,
  { tries, lockedUntil, now }: { tries: number; lockedUntil: Instant; now: Instant },
): Promise<number | undefined> {
  const { rows } = await sql<{ wrong_tries: number }>`
    update credentials.passwords as p
    set wrong_tries = fresh.tries,
        locked_until = case when fresh.tries >= ${tries} then ${lockedUntil}::timestamptz end
    -- A lock that has run out starts the count anew.
    from (select 1 + case when locked_until is null then wrong_tries else 0 end as tries
          from credentials.passwords
          where customer_id = ${customerId} and kind = ${kind}
          for update) as fresh
    where p.customer_id = ${customerId}
      and p.kind = ${kind}
      and (p.locked_until is null or p.locked_until <= ${now}::timestamptz)
    returning p.wrong_tries`.execute(db);
  return rows[0]?.wrong_tries;
}

/** After a right one: the count starts anew. */
export async function forgiveTries(db: Db, customerId: CustomerId, kind: PasswordKind): Promise<void> {
  await db
    .updateTable('credentials.passwords')
    .set({ wrong_tries: 0, locked_until: null })
    .where('customer_id', '=', customerId)
    .where('kind', '=', kind)
    .execute();
}

/** What its owner may know of a password. */
export async function passwordState(
  db: Db,
  customerId: CustomerId,
  kind: PasswordKind,
  now: Instant,
): Promise<{ is: 'unset' | 'set' | 'locked'; lockedUntil: Instant | null }> {
  const stored = await readPassword(db, customerId, kind);
  if (!stored) return { is: 'unset', lockedUntil: null };
  const isLocked = stored.lockedUntil !== null && now < stored.lockedUntil;
  return isLocked ? { is: 'locked', lockedUntil: stored.lockedUntil } : { is: 'set', lockedUntil: null };
}
