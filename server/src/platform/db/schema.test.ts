import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { aDatabase } from '../../../test-kit/database.ts';
import { dumpSchema } from './schema-dump.ts';
import { migrate, migrations } from './migrate.ts';

test('schema.sql is what the migrations make (else run: node server/src/bin/schema.ts)', async (t) => {
  const { ownerUrl } = await aDatabase(t);
  const committed = readFileSync(join(import.meta.dirname, '..', '..', '..', 'migrations', 'schema.sql'), 'utf8');
  assert.equal(await dumpSchema(ownerUrl), committed);
});

test('a database that is at the newest migration is left as it is', async (t) => {
  const { ownerUrl } = await aDatabase(t);
  assert.deepEqual(await migrate(ownerUrl), []);
});

test('migrations are numbered without gaps', () => {
  const numbers = migrations().map(({ name }) => Number(name.slice(0, 4)));
  assert.deepEqual(
    numbers,
    numbers.map((_, i) => i + 1),
  );
});
