import { sql } from 'kysely';
import type { Instant } from '@miaodai/values';
import type { Db } from '../../platform/db/connect.ts';
import { someAtATime } from '../../platform/db/some-at-a-time.ts';

/** Sessions that could not live any more at that time; their devices keep in mind when they were last used. @returns how many. */
export const forgetOldSessions = (db: Db, before: Instant): Promise<number> =>
  someAtATime(async (limit) => {
    const { rows } = await sql<{ gone: number }>`
      with gone as (
        delete from identity.sessions
        where session_id in (select session_id from identity.sessions where ends_at < ${before} limit ${limit})
        returning device_id, started_at
      ), used as (
        update identity.devices d
        set known_at = greatest(d.known_at, g.last)
        from (select device_id, max(started_at) as last from gone group by device_id) g
        where d.device_id = g.device_id
      )
      select count(*)::int as gone from gone`.execute(db);
    return rows[0]?.gone ?? 0;
  });

/** Devices on which nobody has signed in for so long must prove themselves anew. @returns how many. */
export const forgetUnusedDevices = (db: Db, unusedSince: Instant, now: Instant): Promise<number> =>
  someAtATime(async (limit) => {
    const { numAffectedRows } = await sql`
      update identity.devices
      set forgotten_at = ${now}
      where device_id in (
        select device_id
        from identity.devices d
        where forgotten_at is null
          and known_at < ${unusedSince}
          and not exists (select from identity.sessions s where s.device_id = d.device_id)
        limit ${limit})`.execute(db);
    return Number(numAffectedRows);
  });

/**
 * Devices that were forgotten long ago; but for the latest of a customer: who has had a device proves every other one, and must not
 * become somebody without any. @returns how many.
 */
export const deleteForgottenDevices = (db: Db, before: Instant): Promise<number> =>
  someAtATime(async (limit) => {
    const { numAffectedRows } = await sql`
      delete from identity.devices
      where device_id in (
        select device_id
        from identity.devices d
        where forgotten_at < ${before}
          and not exists (select from identity.sessions s where s.device_id = d.device_id)
          and exists (select
                      from identity.devices o
                      where o.customer_id = d.customer_id
                        and (o.forgotten_at is null or (o.forgotten_at, o.device_id) > (d.forgotten_at, d.device_id)))
        limit ${limit})`.execute(db);
    return Number(numAffectedRows);
  });
