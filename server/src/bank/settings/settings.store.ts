import { sql } from 'kysely';
import type { BusinessDate } from '@miaodai/values';
import type { Db, Tx } from '../../platform/db/connect.ts';
import { settingsSchema, type Settings } from './settings.rules.ts';

/** All settings in force on a day. @throws where one is missing or out of its bounds. */
export async function readSettings(tx: Tx | Db, on: BusinessDate): Promise<Settings> {
  const { rows } = await sql<{ name: string; value: unknown }>`
    select distinct on (name) name, value
    from settings.settings
    where effective_from <= ${on}
    order by name, effective_from desc`.execute(tx);
  return settingsSchema.parse(Object.fromEntries(rows.map(({ name, value }) => [name, value])));
}
