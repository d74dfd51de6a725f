/** After a new migration: writes schema.sql and the types of the tables, from a scratch database that it makes and drops. */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import pg from 'pg';
import { dataFolder, startPostgres } from '../platform/db/embedded-postgres.ts';
import { migrate } from '../platform/db/migrate.ts';
import { dumpSchema } from '../platform/db/schema-dump.ts';

const SERVER = join(import.meta.dirname, '..', '..');
const TYPES_FILE = join(SERVER, 'src', 'platform', 'db', 'schema.generated.ts');
const TYPES = { date: 'BusinessDate', timestamptz: 'Instant', int8: 'number' };
const IMPORT = `import type { BusinessDate, Instant } from '@miaodai/values';\n`;

const server = await startPostgres(join(dataFolder(), 'test-postgres'), ['fsync=off']);
const name = `scratch_${process.pid}`;
const admin = new pg.Client({ connectionString: server.adminUrl });
await admin.connect();
await admin.query(`create database ${name}`);
try {
  const url = server.adminUrl.replace(/\/[^/]*$/, `/${name}`);
  await migrate(url);
  writeFileSync(join(SERVER, 'migrations', 'schema.sql'), await dumpSchema(url));
  execFileSync(process.execPath, [
    createRequire(import.meta.url)
      .resolve('kysely-codegen')
      .replace(/dist.*$/, 'dist/cli/bin.js'),
    ...['--dialect', 'postgres', '--url', url, '--default-schema', 'none'],
    ...['--out-file', TYPES_FILE, '--type-mapping', JSON.stringify(TYPES)],
  ]);
  // The generator names our types but does not import them.
  writeFileSync(TYPES_FILE, IMPORT + readFileSync(TYPES_FILE, 'utf8'));
} finally {
  await admin.query(`drop database ${name} with (force)`);
  await admin.end();
  if (!server.adopted) await server.stop();
}
