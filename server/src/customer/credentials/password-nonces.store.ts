import { sql } from 'kysely';
import type { CustomerId, Instant } from '@miaodai/values';
import type { Db } from '../../platform/db/connect.ts';
import { someAtATime } from '../../platform/db/some-at-a-time.ts';

export async function insertNonce(
  db: Db,
  nonceHash: Buffer,
  customerId: CustomerId,
  expiresAt: Instant,
): Promise<void> {
  await db
    .insertInto('credentials.password_nonces')
    .values({ nonce_hash: nonceHash, customer_id: customerId, expires_at: expiresAt })
    .execute();
}

/** True once, for the customer that it was given to, while it is good. */
export async function spendNonce(db: Db, nonceHash: Buffer, customerId: CustomerId, now: Instant): Promise<boolean> {
  const row = await db
    .updateTable('credentials.password_nonces')
    .set({ used_at: now })
    .where('nonce_hash', '=', nonceHash)
    .where('customer_id', '=', customerId)
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .returning('customer_id')
    .executeTakeFirst();
  return row !== undefined;
}

/** A nonce that has expired opens nothing any more. */
export const forgetOldNonces = (db: Db, now: Instant): Promise<number> =>
  someAtATime(async (limit) => {
    const { numAffectedRows } = await sql`
      delete from credentials.password_nonces
      where nonce_hash in (select nonce_hash from credentials.password_nonces where expires_at < ${now} limit ${limit})`.execute(
      db,
    );
    return Number(numAffectedRows);
  });
