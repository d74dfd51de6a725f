import { sql } from 'kysely';
import type { Cleanup } from './cleanup.ts';
import { aDatabase } from './database.ts';
import { database, pool, type Tx } from '../src/platform/db/connect.ts';
import { inTransaction } from '../src/platform/db/together.ts';

/** A database in which rows may be written without those that they refer to: a loan without its customer, contract and payout. */
export async function aLooseDatabase(t: Cleanup) {
  const made = await aDatabase(t);
  const owner = database(pool(made.ownerUrl, { role: '', max: 1 }));
  t.after(() => owner.destroy());
  return {
    db: made.db,
    loosely: <T>(work: (tx: Tx) => Promise<T>): Promise<T> =>
      inTransaction(owner, async (tx) => {
        await sql`set local session_replication_role = replica`.execute(tx);
        return work(tx);
      }),
  };
}
