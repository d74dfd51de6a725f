import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';

const FOLDER = join(import.meta.dirname, '..', '..', '..', 'migrations');
/** One key for all nodes: two that start at once migrate one after the other. */
const LOCK_KEY = 7_317_002;

/**
 * Brings a database forward to the newest migration; each file in one transaction, in the order of their names.
 * @param url connects as the owner of the schema, who may create roles.
 * @throws where a migration that has been applied was edited since, or the server is older than PostgreSQL 15.
 */
export async function migrate(url: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: url, application_name: 'miaodai-migrate' });
  await client.connect();
  try {
    await requireVersion(client);
    await client.query('select pg_advisory_lock($1)', [LOCK_KEY]);
    const applied = await appliedMigrations(client);
    const news: string[] = [];
    for (const { name, text, sha256 } of migrations()) {
      const known = applied.get(name);
      if (known === undefined) {
        await apply(client, name, text, sha256);
        news.push(name);
      } else if (known !== sha256) throw new Error(`migration ${name} was edited after it had been applied`);
    }
    return news;
  } finally {
    await client.end();
  }
}

export function migrations(): { name: string; text: string; sha256: string }[] {
  return readdirSync(FOLDER)
    .filter((file) => /^\d{4}-[a-z-]+\.sql$/.test(file))
    .toSorted()
    .map((name) => {
      const text = readFileSync(join(FOLDER, name), 'utf8');
      return { name, text, sha256: createHash('sha256').update(text).digest('hex') };
    });
}

async function requireVersion(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ version: string }>(`select current_setting('server_version_num') as version`);
  const version = Number(rows[0]?.version);
  if (version < 150_000) throw new Error(`PostgreSQL 15 or later is needed, this is ${version}`);
}

async function appliedMigrations(client: pg.Client): Promise<Map<string, string>> {
  await client.query(`
    create schema if not exists platform;
    create table if not exists platform.migrations (
      name       text primary key,
      sha256     text not null,
      applied_at timestamptz not null default now()
    )`);
  const { rows } = await client.query<{ name: string; sha256: string }>('select name, sha256 from platform.migrations');
  return new Map(rows.map((row) => [row.name, row.sha256]));
}

async function apply(client: pg.Client, name: string, text: string, sha256: string): Promise<void> {
  await client.query('begin');
  try {
    await client.query(text);
    await client.query('insert into platform.migrations (name, sha256) values ($1, $2)', [name, sha256]);
    await client.query('commit');
  } catch (cause) {
    await client.query('rollback');
    throw new Error(`migration ${name} failed: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}
