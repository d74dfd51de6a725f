import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import pg from 'pg';
import { sharePostgres } from './shared-postgres.ts';

test('runs that overlap share one server, also from the very first start on; the last one stops it', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'miaodai-shared-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const data = join(folder, 'data');
  const start = () => sharePostgres(data, ['fsync=off']);
  const [first, second] = await Promise.all([start(), start()]);
  assert.equal(first.adminUrl, second.adminUrl);
  await first.letGo();
  assert.equal(await answers(second.adminUrl), true, 'the other run is still at work');

  // One begins while the last one ends: it has a server all the same.
  const [, third] = await Promise.all([second.letGo(), start()]);
  assert.equal(await answers(third.adminUrl), true);
  await third.letGo();
  assert.equal(await answers(third.adminUrl), false);
});

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}
