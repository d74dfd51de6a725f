// `npm test`: static checks, the front ends built, every *.test.ts, then the journeys in a browser.
// `npm test -- <part of a path> …` runs the test files whose path holds one of the parts, and no checks.
import { existsSync, globSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { inspect } from 'node:util';
import { root } from './root.ts';
import { runTestFile, stopRunningFiles } from './run-test-file.ts';
import type { TestFileResult } from './run-test-file.ts';
import { runStaticChecks } from './static-checks.ts';
import type { CheckResult } from './static-checks.ts';
import { checkLines, fileLines, hasFailed, plus, slowLines, sumLine, sumOf } from './test-report.ts';
import type { Sum } from './test-report.ts';
import { limitSecondsOf, mayRunAgain, planOf, workersFor } from './test-plan.ts';

/** What scripts/test-setup.ts offers: what all test files need once, and its end. */
interface Setup {
  env: Record<string, string>;
  tearDown(): Promise<void>;
}

const started = performance.now();
const filters = process.argv.slice(2);
const everything = filters.length === 0;
const files = testFiles();
/** What failed at first and was run once more; told again at the end. */
const unsteady: string[] = [];
let sum: Sum = { passed: 0, failed: 0, skipped: 0 };

let setup: Setup = { env: {}, tearDown: () => Promise.resolve() };
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => {
    stopRunningFiles();
    void setup.tearDown().finally(() => process.exit(1));
  });
}

if (everything) for (const result of await runStaticChecks(printCheck)) count(result);
if (files.some((file) => /^(journeys|web|bench)\//.test(file))) await step('front ends built', buildFrontEnds);
if (files.some((file) => !/^(shared|web)\//.test(file))) await step('set up', setUp);
const results = await runAll();
await step('taken down', () => setup.tearDown());

sum = plus(sum, sumOf(results));
if (files.length === 0) {
  console.log(`No test file${everything ? '' : ` whose path holds ${filters.join(' or ')}`}.`);
  sum.failed += 1;
}
for (const line of slowLines(results)) console.log(line);
for (const file of unsteady) console.log(`     unsteady: failed at first, was run again: ${file}`);
console.log(`${((performance.now() - started) / 1000).toFixed(0)} s in all`);
console.log(sumLine(sum));
// A handle that somebody forgot must not keep CI waiting once the sum is known.
process.exit(sum.failed === 0 && sum.passed > 0 ? 0 : 1);

function testFiles(): string[] {
  const exclude = ['**/node_modules/**', '**/dist/**', '.data/**', '.artefacts/**'];
  const all = globSync('{shared,server,simulators,scripts,web,bench,journeys}/**/*.test.{ts,tsx}', {
    cwd: root,
    exclude,
  });
  const inOrder = all.map((file) => file.replaceAll(path.sep, '/')).toSorted();
  return everything ? inOrder : inOrder.filter((file) => filters.some((part) => file.includes(part)));
}

async function runAll(): Promise<TestFileResult[]> {
  const done: TestFileResult[] = [];
  // Every file and every server that it starts compiles the same sources: the cache saves each of them a third of a second.
  const cache = { NODE_COMPILE_CACHE: path.join(root, '.data', 'compile-cache') };
  const env = { ...cache, ...process.env, ...setup.env, NO_COLOR: '1' };
  const work = async (next: () => string | undefined): Promise<void> => {
    for (let file = next(); file !== undefined; file = next()) {
      const run = async () => runTestFile(file, { cwd: root, env, limitSeconds: limitSecondsOf(file) });
      let result = await run();
      console.log(fileLines(result));
      if (hasFailed(result) && mayRunAgain(file)) {
        unsteady.push(file);
        result = await run();
        console.log(`again ${fileLines(result)}`);
      }
      done.push(result);
    }
  };
  await Promise.all(workersFor(availableParallelism(), planOf(files)).map(work));
  return done;
}

/** A step that is no test, but without which tests mean nothing: told only where it fails or takes its time. */
async function step(name: string, work: () => Promise<unknown>): Promise<void> {
  const from = performance.now();
  let failure: unknown;
  try {
    await work();
  } catch (error) {
    failure = error;
  }
  const seconds = (performance.now() - from) / 1000;
  if (failure !== undefined) {
    const output = failure instanceof Error ? (failure.stack ?? failure.message) : inspect(failure);
    const result: CheckResult = { name, verdict: 'failed', output, seconds };
    printCheck(result);
    count(result);
  } else if (seconds >= 1) printCheck({ name, verdict: 'passed', output: '', seconds });
}

async function buildFrontEnds(): Promise<void> {
  const { buildWeb } = await import('./build-web.ts');
  await buildWeb();
}

async function setUp(): Promise<void> {
  const file = path.join(root, 'scripts', 'test-setup.ts');
  if (!existsSync(file)) return;
  const module = (await import(file)) as { setUp(): Promise<Setup> };
  setup = await module.setUp();
}

function printCheck(result: CheckResult): void {
  console.log(checkLines(result));
}

function count(result: CheckResult): void {
  sum[result.verdict] += 1;
}
