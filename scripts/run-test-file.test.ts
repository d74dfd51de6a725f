import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import test, { after } from 'node:test';
import { runTestFile } from './run-test-file.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'runner of tests '));
after(() => rmSync(folder, { recursive: true, force: true }));

const head = `import test, { describe } from 'node:test'; import assert from 'node:assert/strict';`;

async function ends(body: string, limitSeconds = 30): Promise<[string, string][]> {
  writeFileSync(path.join(folder, 'some.test.ts'), `${head}\n${body}`);
  const result = await runTestFile('some.test.ts', { cwd: folder, env: process.env, limitSeconds });
  return result.ends.map(({ kind, name }) => [kind, name]);
}

test('passed, failed and skipped tests are told apart, inside a suite too', async () => {
  const body = `
    test('sum', () => assert.equal(1 + 1, 2));
    test('wrong sum', () => assert.equal(1 + 1, 3));
    test('later', { skip: 'no scanner here' }, () => {});
    describe('suite', () => { test('inner', () => {}); test('inner wrong', () => { throw new Error('no'); }); });`;
  assert.deepEqual(await ends(body), [
    ['passed', 'sum'],
    ['failed', 'wrong sum'],
    ['skipped', 'later'],
    ['passed', 'inner'],
    ['failed', 'inner wrong'],
  ]);
});

test('a file that crashes before, between or after its tests has failed', async () => {
  const crashes = [
    `throw new Error('at once');`,
    `test('fine', () => {}); process.exit(0);`,
    `await 1; process.exit(3);`,
  ];
  for (const body of crashes) assert.deepEqual((await ends(body)).at(-1), ['failed', 'some.test.ts'], body);
});

test('a file without a test has failed', async () => {
  assert.deepEqual(await ends(`test.name;`), [['failed', 'some.test.ts']]);
});

test('a file that leaves something open is stopped with all it started, and has failed', async () => {
  const server = createServer();
  const connected = once(server, 'connection');
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const port = String((server.address() as AddressInfo).port);
  const body = `
    import { spawn } from 'node:child_process';
    test('fine', () => {});
    spawn(process.execPath, ['-e', 'require("node:net").connect(${port}, "127.0.0.1")']);
    setInterval(() => {}, 1000);`;
  writeFileSync(path.join(folder, 'open.test.ts'), `${head}\n${body}`);
  const result = await runTestFile('open.test.ts', { cwd: folder, env: process.env, limitSeconds: 4 });
  assert.match(result.ends.at(-1)?.detail ?? '', /took longer than 4 s/);

  // The connection of what the file has started ends only with that process.
  const [socket] = (await connected) as [Socket];
  socket.resume().on('error', () => {});
  if (!socket.closed) await once(socket, 'close');
  server.close();
});
