import { sql } from 'kysely';
import type { Db } from '../db/connect.ts';

/** Classes of personal data by JR/T 0171-2020. */
export type DataClass = 'C1' | 'C2' | 'C3';
export type KeyClass = DataClass | 'root';
export type StoredKey = { keyNo: number; class: KeyClass; wrapped: Buffer | null; masterId: string; sealing: boolean };

/** All keys, the oldest first. By the database's clock, since the nodes' clocks differ. */
export async function readDataKeys(db: Db): Promise<StoredKey[]> {
  const { rows } = await sql<StoredKey>`
    select key_no as "keyNo", class, wrapped, master_id as "masterId",
      retired_at is null and active_from <= clock_timestamp() as sealing
    from platform.data_keys
    order by key_no`.execute(db);
  return rows;
}

/** One node makes the first keys; the others find them. */
export async function addFirstKeys(
  db: Db,
  masterId: string,
  keys: readonly { class: KeyClass; wrapped: Buffer; carriedOver: boolean }[],
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await sql`select pg_advisory_xact_lock(hashtext('miaodai data keys'))`.execute(tx);
    for (const key of keys) {
      await sql`
        insert into platform.data_keys (class, wrapped, master_id, carried_over)
        select ${key.class}, ${key.wrapped}, ${masterId}, ${key.carriedOver}
        where not exists (select from platform.data_keys where class = ${key.class})`.execute(tx);
    }
  });
}
