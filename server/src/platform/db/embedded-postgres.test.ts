import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import pg from 'pg';
import { lastFirst } from '../../../test-kit/cleanup.ts';
import { startPostgres } from './embedded-postgres.ts';

async function aFolder(t: TestContext): Promise<string> {
  const parent = await mkdtemp(join(tmpdir(), 'miaodai-postgres-'));
  lastFirst(t).after(() => rm(parent, { recursive: true, force: true }));
  return join(parent, 'data');
}

async function ask(url: string, statement: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<object>(statement)).rows;
  } finally {
    await client.end();
  }
}

/** A process that starts a server, says so, and stays until it is killed. */
async function aParent(folder: string) {
  const code = `
    const { startPostgres } = await import(${JSON.stringify(import.meta.resolve('./embedded-postgres.ts'))});
    const { adminUrl } = await startPostgres(${JSON.stringify(folder)}, ['fsync=off']);
    console.log(adminUrl);
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  return { child, adminUrl: line.toString().trim() };
}

test('a server whose parent was killed is taken over with all its data, and stopped', async (t) => {
  const folder = await aFolder(t);
  const { child, adminUrl } = await aParent(folder);
  await ask(adminUrl, 'create table kept (n int)');
  await ask(adminUrl, 'insert into kept values (42)');
  child.kill('SIGKILL');
  await once(child, 'exit');

  const again = await startPostgres(folder, ['fsync=off']);
  assert.equal(again.adopted, true);
  assert.equal(again.adminUrl, adminUrl);
  assert.deepEqual(await ask(again.adminUrl, 'select n from kept'), [{ n: 42 }]);
  await again.stop();
  await assert.rejects(ask(adminUrl, 'select 1'), /ECONNREFUSED/);
});

test('a lock file that a dead server left behind does not keep the next one from starting', async (t) => {
  const folder = await aFolder(t);
  const first = await startPostgres(folder, ['fsync=off']);
  await ask(first.adminUrl, 'create table kept (n int)');
  const lock = await readFile(join(folder, 'postmaster.pid'), 'utf8');
  await first.stop();
  // As after a power cut: the file says 'ready', and its number is by now another program's (ours).
  await writeFile(join(folder, 'postmaster.pid'), lock.replace(/^\d+/, String(process.pid)));

  const second = await startPostgres(folder, ['fsync=off']);
  lastFirst(t).after(() => second.stop());
  assert.equal(second.adopted, false);
  assert.deepEqual(await ask(second.adminUrl, 'select count(*)::int as n from kept'), [{ n: 0 }]);
});
