import { sql } from 'kysely';
import type { Instant } from '@miaodai/values';
import type { Db, Tx } from './db/connect.ts';
import { someAtATime } from './db/some-at-a-time.ts';

/**
 * Counts a hit in the current window and says whether it is still within the limit. In the database, so that it holds for all
 * nodes together and survives a restart. @param windowSeconds windows begin at whole multiples of it since 1970.
 */
export async function withinRate(db: Db | Tx, subject: string, most: number, windowSeconds: number): Promise<boolean> {
  const { rows } = await sql<{ hits: number }>`
    insert into platform.rate_limits (subject, window_start, hits)
    values (${subject}, to_timestamp(floor(extract(epoch from clock_timestamp()) / ${windowSeconds}) * ${windowSeconds}), 1)
    on conflict (subject, window_start) do update set hits = platform.rate_limits.hits + 1
    returning hits`.execute(db);
  return (rows[0]?.hits ?? 0) <= most;
}

/** Windows that have gone by are of no use; none is longer than a day. */
export const forgetOldRates = (db: Db, before: Instant): Promise<number> =>
  someAtATime(async (limit) => {
    const { numAffectedRows } = await sql`
      delete from platform.rate_limits
      where (subject, window_start) in (select subject, window_start
                                        from platform.rate_limits
                                        where window_start < ${before}
                                        limit ${limit})`.execute(db);
    return Number(numAffectedRows);
  });
