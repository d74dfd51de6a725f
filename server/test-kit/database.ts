import { createHash, randomBytes } from 'node:crypto';
import pg from 'pg';
import { lastFirst, once, type Cleanup } from './cleanup.ts';
import { migrations } from '../src/platform/db/migrate.ts';
import { prepareDatabase } from '../src/platform/prepare-database.ts';
import { database, pool, type Db } from '../src/platform/db/connect.ts';

/** One template for one state of the migrations: every database of a test is a copy of it. */
const TEMPLATE = `miaodai_template_${createHash('sha256')
  .update(
    migrations()
      .map(({ sha256 }) => sha256)
      .join(),
  )
  .digest('hex')
  .slice(0, 12)}`;

export type TestDatabase = {
  db: Db;
  connections: pg.Pool;
  /** As the server's role: what production code may do. */
  url: string;
  /** Lets go of the database, which stays until the test ends. */
  close(): Promise<void>;
  /** As the owner: to look behind the grants and to break things on purpose. */
  ownerUrl: string;
};

/** A fresh database with the whole schema, dropped with the test. */
export async function aDatabase(t: Cleanup): Promise<TestDatabase> {
  const adminUrl = requireAdminUrl();
  const name = `test_${randomBytes(6).toString('hex')}`;
  await asAdmin(adminUrl, `create database ${name} template ${TEMPLATE} strategy file_copy`);
  const url = adminUrl.replace(/\/[^/]*$/, `/${name}`);
  const connections = pool(url);
  const db = database(connections);
  const close = once(() => db.destroy());
  lastFirst(t).after(async () => {
    await close();
    await asAdmin(adminUrl, `drop database if exists ${name} with (force)`);
  });
  return { db, connections, url, ownerUrl: url, close };
}

/** Made once, by the test run's set-up; two runs at once make it one after the other. */
export async function ensureTemplate(adminUrl: string): Promise<void> {
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  try {
    await admin.query(`select pg_advisory_lock(hashtext('miaodai template'))`);
    const { rowCount } = await admin.query('select from pg_database where datname = $1', [TEMPLATE]);
    if (rowCount) return;
    const unfinished = `${TEMPLATE}_new`;
    await admin.query(`drop database if exists ${unfinished} with (force)`);
    await admin.query(`create database ${unfinished}`);
    await prepareDatabase(adminUrl.replace(/\/[^/]*$/, `/${unfinished}`));
    await admin.query(`alter database ${unfinished} rename to ${TEMPLATE}`);
  } finally {
    await admin.end();
  }
}

export function requireAdminUrl(): string {
  const url = process.env['TEST_DATABASE_URL'];
  if (!url)
    throw new Error('TEST_DATABASE_URL is not set: run tests by `npm test -- <path>`, which starts a PostgreSQL');
  return url;
}

async function asAdmin(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
