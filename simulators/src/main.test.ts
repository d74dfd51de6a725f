import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { after, before, test } from 'node:test';
import { temporaryDatabase, type TemporaryDatabase } from './testing.ts';

let database: TemporaryDatabase;
before(async () => {
  database = await temporaryDatabase();
});
after(() => database.drop());

const start = (env: Record<string, string>) =>
  spawn(process.execPath, [fileURLToPath(new URL('main.ts', import.meta.url))], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });

test('the program says when it is ready, and ends cleanly on SIGTERM though a caller hangs', async () => {
  const program = start({ SIMULATORS_DATABASE_URL: database.url, SIMULATORS_PORT: '0' });
  const [line] = (await once(createInterface(program.stdout), 'line')) as [string];
  const { ready, ports } = JSON.parse(line) as { ready: boolean; ports: Record<string, number> };
  assert.equal(ready, true);
  assert.deepEqual(Object.keys(ports).toSorted(), [
    'big-data',
    'card-network',
    'certificate-authority',
    'citizen-registry',
    'control',
    'core-banking',
    'credit-bureau',
    'hr-system',
    'mail',
    'sms-gateway',
    'time-stamp',
  ]);
  const hanging = fetch(`http://127.0.0.1:${ports['hr-system']}/hr/service`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      head: { tranCode: 'HR001' },
      body: { empName: '王小明', certNo: '110101199003070134', erpNo: '80001238' },
    }),
  }).catch(() => 'cut');
  while (!(await hasArrived(ports['control'] ?? 0)));
  program.kill('SIGTERM');
  const [exitCode] = (await once(program, 'exit')) as [number];
  assert.equal(exitCode, 0);
  assert.equal(await hanging, 'cut');
});

test('without a database it says what is missing', async () => {
  const program = start({ SIMULATORS_DATABASE_URL: '' });
  const [line] = (await once(createInterface(program.stderr), 'line')) as [string];
  assert.match(line, /SIMULATORS_DATABASE_URL is missing/);
  if (program.exitCode === null) await once(program, 'exit');
  assert.equal(program.exitCode, 2);
});

async function hasArrived(controlPort: number): Promise<boolean> {
  const calls = (await (await fetch(`http://127.0.0.1:${controlPort}/calls`)).json()) as unknown[];
  return calls.length > 0;
}
