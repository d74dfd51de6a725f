import assert from 'node:assert/strict';
import { sql } from 'kysely';
import type { Db } from '../../server/src/platform/db/connect.ts';

/** Columns that change although nothing has happened: how long a session lasts, how often somebody has tried. */
const BOOKKEEPING: Readonly<Record<string, readonly string[]>> = {
  'identity.sessions': ['idle_until'],
  'credentials.passwords': ['wrong_tries', 'locked_until'],
  'credentials.sms_codes': ['wrong_tries'],
  'application.applications': ['identity_tries'],
};

/** A digest of each business table: all but the queue's own, platform's (keys of requests, rate limits) and nonces, spent by a try. */
export async function digests(db: Db): Promise<Record<string, string>> {
  const { rows: tables } = await sql<{ name: string }>`
    select table_schema || '.' || table_name as name
    from information_schema.tables
    where table_type = 'BASE TABLE'
      and table_schema || '.' || table_name <> 'credentials.password_nonces'
      and table_schema not in ('pg_catalog', 'information_schema', 'platform', 'pgboss')
    order by name`.execute(db);
  const parts = tables.map(({ name }) => {
    const row = (BOOKKEEPING[name] ?? []).reduce(
      (text, column) => sql`${text} - ${sql.lit(column)}::text`,
      sql`to_jsonb(t)`,
    );
    return sql`
      select ${sql.lit(name)} as name, md5(coalesce(string_agg((${row})::text, E'\n' order by (${row})::text), '')) as digest
      from ${sql.table(name)} as t`;
  });
  const { rows } = await sql<{ name: string; digest: string }>`${sql.join(parts, sql` union all `)}`.execute(db);
  return Object.fromEntries(rows.map(({ name, digest }) => [name, digest]));
}

/** Runs something that must be refused, and sees that no business table knows of it. */
export async function untouched<T>(db: Db, what: string, act: () => Promise<T>): Promise<T> {
  const before = await digests(db);
  const result = await act();
  const changed = Object.entries(await digests(db)).filter(([table, digest]) => digest !== before[table]);
  const tables = changed.map(([table]) => table);
  assert.deepEqual(tables, [], `${what} leaves every table as it is`);
  return result;
}
