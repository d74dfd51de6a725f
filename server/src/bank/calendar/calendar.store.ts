import { sql } from 'kysely';
import type { BusinessDate, Instant } from '@miaodai/values';
import type { Db, Tx } from '../../platform/db/connect.ts';
import type { DayOverride } from './working-days.rules.ts';

/** @throws where no day has ever been opened. */
export async function today(tx: Tx | Db): Promise<BusinessDate> {
  const { business_on } = await tx
    .selectFrom('calendar.business_days')
    .select('business_on')
    .orderBy('business_on', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow(() => new Error('no business day has been opened'));
  return business_on;
}

/** Whether the bank has had a day yet. */
export const isOpen = async (db: Db): Promise<boolean> =>
  (await db.selectFrom('calendar.business_days').select('business_on').limit(1).executeTakeFirst()) !== undefined;

/** Opens a day; one that is open, or gone by, stays as it is. */
export async function openBusinessDay(tx: Tx | Db, on: BusinessDate, now: Instant): Promise<void> {
  await sql`
    insert into calendar.business_days (business_on, opened_at)
    select ${on}, ${now}
    where not exists (select from calendar.business_days where business_on >= ${on})
    on conflict do nothing`.execute(tx);
}

/** What the bank has set beside the published list: a few rows a year. */
export const dayOverrides = (tx: Tx | Db): Promise<DayOverride[]> =>
  tx.selectFrom('calendar.day_overrides').select(['day', 'working']).execute();
