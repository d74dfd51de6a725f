import { sql } from 'kysely';
import type { Db, Tx } from '../db/connect.ts';
import type { DataClass, KeyClass } from './data-keys.store.ts';

export type KeyState = {
  keyNo: number;
  class: KeyClass;
  wrapped: Buffer | null;
  masterId: string;
  /** A root that is the first key file's own bytes. */
  carriedOver: boolean;
  activeFrom: string;
  retired: boolean;
  /** Since when no server can be sealing with it any more. */
  retiredSeconds: number | null;
};

export async function keyStates(db: Db | Tx): Promise<KeyState[]> {
  const { rows } = await sql<KeyState>`
    select key_no as "keyNo", class, wrapped, master_id as "masterId", carried_over as "carriedOver", active_from::text as "activeFrom",
      retired_at is not null as retired,
      extract(epoch from clock_timestamp() - retired_at)::int as "retiredSeconds"
    from platform.data_keys
    order by key_no`.execute(db);
  return rows;
}

/** A new key of a class; servers seal with it once they all know it. */
export async function addKey(
  db: Db,
  key: { class: DataClass; wrapped: Buffer; masterId: string; afterSeconds: number },
): Promise<void> {
  await sql`
    insert into platform.data_keys (class, wrapped, master_id, active_from)
    values (${key.class}, ${key.wrapped}, ${key.masterId}, clock_timestamp() + make_interval(secs => ${key.afterSeconds}))
  `.execute(db);
}

/** Whether a moment lies so many seconds back, and no transaction is open that began before that. */
export async function isPast(db: Db, at: string, seconds: number): Promise<boolean> {
  const { rows } = await sql<{ past: boolean }>`
    with settled as (select ${at}::timestamptz + make_interval(secs => ${seconds}) as at)
    select clock_timestamp() >= settled.at and not exists (
        select from pg_stat_activity
        where datname = current_database() and backend_type = 'client backend' and xact_start < settled.at
          and pid <> pg_backend_pid()
      ) as past
    from settled`.execute(db);
  return rows[0]?.past ?? false;
}

export async function retireOlder(db: Db, keyClass: DataClass, newest: number): Promise<number[]> {
  const { rows } = await sql<{ keyNo: number }>`
    update platform.data_keys
    set retired_at = clock_timestamp()
    where class = ${keyClass} and key_no < ${newest} and retired_at is null
    returning key_no as "keyNo"`.execute(db);
  return rows.map(({ keyNo }) => keyNo);
}

export async function destroy(db: Db, keyNo: number): Promise<void> {
  await sql`
    update platform.data_keys
    set wrapped = null, destroyed_at = clock_timestamp()
    where key_no = ${keyNo} and retired_at is not null and wrapped is not null`.execute(db);
}

/** All keys at once under another master key, or none. @throws where there are others by now than were wrapped. */
export async function replaceWrapped(
  db: Db,
  masterId: string,
  anew: readonly { keyNo: number; old: Buffer; wrapped: Buffer }[],
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await sql`lock table platform.data_keys in exclusive mode`.execute(tx);
    const now = (await keyStates(tx)).filter(({ wrapped }) => wrapped !== null);
    const same = (key: KeyState) => anew.some(({ keyNo, old }) => keyNo === key.keyNo && key.wrapped?.equals(old));
    if (now.length !== anew.length || !now.every(same))
      throw new Error('the keys were changed meanwhile, and nothing was done: start again');
    for (const { keyNo, wrapped } of anew) {
      await sql`
        update platform.data_keys
        set wrapped = ${wrapped}, master_id = ${masterId}
        where key_no = ${keyNo}`.execute(tx);
    }
  });
}
