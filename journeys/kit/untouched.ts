import assert from 'node:assert/strict';
import { sql } from 'kysely';
import type { Db } from '../../server/src/platform/db/connect.ts';
import { until } from './borrower.ts';

/** Columns that change although nothing has happened: how long a session lasts, how often somebody has tried. */
const BOOKKEEPING: Readonly<Record<string, readonly string[]>> = {
  'identity.sessions': ['idle_until', 'next_token_hash', 'next_issued_at'],
  'credentials.sms_codes': ['wrong_tries'],
  'application.applications': ['identity_tries'],
  'staff.sessions': ['idle_until'],
  'staff.members': ['wrong_tries', 'locked_until'],
};

/** A digest of each business table: all but the queue's own, platform's (keys of requests, rate limits) nonces, spent by a try, what is told of tries, and what moves by the clock. */
export async function digests(db: Db, but: readonly string[] = []): Promise<Record<string, string>> {
  const { rows: tables } = await sql<{ name: string }>`
    select table_schema || '.' || table_name as name
    from information_schema.tables
    where table_type = 'BASE TABLE'
      and table_schema || '.' || table_name not in ('credentials.password_nonces', 'credentials.tries', 'identity.security_events', 'evidence.anchors', 'ledger.fold_watermark', 'ledger.folded', 'ledger.seals')
      and table_schema not in ('pg_catalog', 'information_schema', 'platform', 'pgboss')
    order by name`.execute(db);
  const parts = tables
    .filter(({ name }) => !but.includes(name))
    .map(({ name }) => {
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

/** Waits until all that was set going has come to its end: texts sent, limits released, loans opened. */
export const quiet = (db: Db): Promise<true> =>
  until('the jobs to end', async () => {
    // Our queues are named by what has happened, with a dot; the queue's own housekeeping goes on.
    const { rows } = await sql<{ open: number }>`
      select count(*)::int as open
      from pgboss.job
      where name like '%.%' and state in ('created', 'retry', 'active')`.execute(db);
    return rows[0]?.open === 0 ? true : undefined;
  });

/**
 * Runs something that must be refused, once all before it has come to its end, and sees that no business table knows of it.
 * @param but tables that may know, such as the audit trail.
 */
export async function untouched<T>(
  db: Db,
  what: string,
  act: () => Promise<T>,
  but: readonly string[] = [],
): Promise<T> {
  await quiet(db);
  const before = await digests(db, but);
  const result = await act();
  const changed = Object.entries(await digests(db, but)).filter(([table, digest]) => digest !== before[table]);
  const tables = changed.map(([table]) => table);
  assert.deepEqual(tables, [], `${what} leaves every table as it is`);
  return result;
}
