import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import test, { after } from 'node:test';
import { root } from './root.ts';

const made: string[] = [];
after(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
});

test('the first start installs, quietly for whoever reads the answer, and the next ones do not', async () => {
  const project = aFreshClone();
  const first = await ended(start(project, 'schedule', 'a b'));
  assert.deepEqual(first, { code: 0, signal: null, answer: '["a b"]' });
  assert.equal((await ended(start(project, 'schedule'))).answer, '[]');
  assert.equal(installations(project), 1);
});

test('a changed lock file installs again', async () => {
  const project = aFreshClone();
  await ended(start(project, 'schedule'));
  writeFileSync(
    path.join(project, 'package-lock.json'),
    '{ "packages": { "node_modules/more": { "version": "1.0.0" } } }',
  );
  await ended(start(project, 'schedule'));
  assert.equal(installations(project), 2);
});

test('two starts at once install once', async () => {
  const project = aFreshClone();
  const both = await Promise.all([ended(start(project, 'schedule')), ended(start(project, 'schedule'))]);
  assert.deepEqual(
    both.map(({ answer }) => answer),
    ['[]', '[]'],
  );
  assert.equal(installations(project), 1);
});

test('a start that died while it installed holds nobody up', async () => {
  const project = aFreshClone();
  const lock = path.join(project, '.data', 'install.lock');
  mkdirSync(path.dirname(lock));
  writeFileSync(lock, 'of the dead');
  utimesSync(lock, new Date(0), new Date(0));
  assert.equal((await ended(start(project, 'schedule'))).code, 0);
});

test('the end of the command is the end of the start: its code and its signal', async () => {
  const project = aFreshClone();
  assert.equal((await ended(start(project, 'apr'))).code, 7);
  const server = start(project, 'books');
  assert.ok(server.stdout);
  await once(server.stdout, 'data');
  server.kill('SIGTERM');
  assert.equal((await ended(server)).signal, 'SIGTERM');
});

test('an unknown command and a failing installation say so', async () => {
  assert.equal((await ended(start(aFreshClone(), 'fly'))).code, 2);
  assert.equal((await ended(start(aFreshClone('exit 1'), 'schedule'))).code, 1);
});

/** A project of three small commands, whose npm only notes that it was called and links the Node of this test. */
function aFreshClone(npmDoes = ''): string {
  const project = mkdtempSync(path.join(tmpdir(), 'a fresh clone '));
  made.push(project);
  for (const file of ['start.mjs', 'install.mjs'])
    cpSync(path.join(root, 'scripts', file), path.join(project, 'scripts', file));
  const commands = {
    'package-lock.json': '{ "packages": { "node_modules/some": { "version": "1.0.0" } } }',
    'shared/loan-math/src/bin/schedule.ts': 'console.log(JSON.stringify(process.argv.slice(2)));',
    'shared/loan-math/src/bin/apr.ts': 'process.exitCode = 7;',
    'server/src/bin/books.ts': `console.log('ready'); setInterval(() => {}, 1000);`,
  };
  for (const [file, text] of Object.entries(commands)) {
    mkdirSync(path.join(project, path.dirname(file)), { recursive: true });
    writeFileSync(path.join(project, file), text);
  }
  const npm = `#!/bin/sh
echo called >> installed; echo noise; ${npmDoes}
mkdir -p node_modules/.bin && ln -sf '${process.execPath}' node_modules/.bin/node`;
  mkdirSync(path.join(project, 'fake'));
  writeFileSync(path.join(project, 'fake', 'npm'), npm, { mode: 0o755 });
  return project;
}

function start(project: string, ...args: string[]): ChildProcess {
  const env = { ...process.env, PATH: `${path.join(project, 'fake')}${path.delimiter}${process.env['PATH'] ?? ''}` };
  const script = path.join(project, 'scripts', 'start.mjs');
  return spawn(process.execPath, [script, ...args], { cwd: tmpdir(), env, stdio: ['ignore', 'pipe', 'ignore'] });
}

async function ended(child: ChildProcess): Promise<{ code: number | null; signal: string | null; answer: string }> {
  let answer = '';
  child.stdout?.on('data', (text: Buffer) => (answer += text.toString()));
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
  return { code, signal, answer: answer.trim() };
}

const installations = (project: string): number =>
  readFileSync(path.join(project, 'installed'), 'utf8').trim().split('\n').length;
