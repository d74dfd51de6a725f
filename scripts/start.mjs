// The one way in: `node scripts/start.mjs <command> [arguments]`.
// Plain JavaScript, because it runs on whatever Node (20 or later) the machine happens to have: it installs what is
// missing and hands over to the Node that the lock file pins. It prints to stderr only, so that a command's own
// output stays pure (`npm run -s schedule` answers JSON).
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { ensureInstalled, root } from './install.mjs';

const commands = {
  sandbox: 'scripts/sandbox.ts',
  test: 'scripts/test.ts',
  check: 'scripts/check.ts',
  demo: 'scripts/demo.ts',
  bench: 'bench/run.ts',
  chaos: 'scripts/chaos.ts',
  schedule: 'shared/loan-math/src/bin/schedule.ts',
  apr: 'shared/loan-math/src/bin/apr.ts',
  books: 'server/src/bin/books.ts',
  'day-end': 'scripts/day-end.ts',
  'face-switch': 'server/src/bin/face-switch.ts',
  'rotate-keys': 'server/src/bin/rotate-keys.ts',
  'verify-contract': 'server/src/bin/verify-contract.ts',
};

const [command = '', ...args] = process.argv.slice(2);
if (Number(process.versions.node.split('.')[0]) < 20) giveUp(`Node 20 or later is needed; this is ${process.version}.`);
if (!Object.hasOwn(commands, command)) {
  giveUp(`usage: node scripts/start.mjs <command> [arguments]\ncommands: ${Object.keys(commands).join(', ')}`, 2);
}
const script = path.join(root, commands[command]);
if (!existsSync(script)) giveUp(`${command}: ${commands[command]} does not exist.`);

try {
  handOver((await ensureInstalled()).node);
} catch (error) {
  giveUp(error instanceof Error ? error.message : String(error));
}

function handOver(node) {
  const bin = path.join(root, 'node_modules', '.bin');
  const env = { ...process.env, PATH: bin + path.delimiter + (process.env.PATH ?? '') };
  const child = spawn(node, [script, ...args], { cwd: root, env, stdio: 'inherit' });
  // Ctrl-C in a terminal reaches the child by itself; passed on as well, it would count as "twice: stop at once".
  process.on('SIGINT', () => process.stdin.isTTY || child.kill('SIGINT'));
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => giveUp(`${node} does not start: ${error.message}`));
  child.on('exit', (code, signal) => {
    if (signal === null) process.exit(code ?? 1);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}

function giveUp(message, code = 1) {
  console.error(message);
  process.exit(code);
}
