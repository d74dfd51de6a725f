// `npm run chaos`: the tests of journeys/exactly-once, those of transfers, repayments and day end, with many more runs, from one seed that is printed.
// `npm run chaos -- <seed> [runs of the saga] [double kills]` plays the same again.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { globSync } from 'node:fs';
import { root } from './root.ts';
import { setUp } from './test-setup.ts';

const [seed = String(Math.trunc(Math.random() * 2 ** 31)), runs = '2000', kills = '60'] = process.argv.slice(2);
console.log(`npm run chaos -- ${seed} ${runs} ${kills}`);
const { env, tearDown } = await setUp();
const chaos = { CHAOS_SEED: seed, CHAOS_RUNS: runs, CHAOS_KILLS: kills };
const files = globSync(
  [
    'journeys/exactly-once/*.test.ts',
    'journeys/transfers/{exactly-once,kill-points}*.test.ts',
    'journeys/{repayment,day-end}/kill-points.test.ts',
  ],
  { cwd: root },
);
const tests = spawn(process.execPath, ['--test', '--test-concurrency=1', ...files], {
  cwd: root,
  env: { ...process.env, ...env, ...chaos },
  stdio: 'inherit',
});
const [code] = (await once(tests, 'exit')) as [number | null];
await tearDown();
process.exit(code ?? 1);
