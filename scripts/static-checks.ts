// The checks that read the code without running it, each as a command of its own.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { program, root } from './root.ts';

export interface CheckResult {
  name: string;
  verdict: 'passed' | 'failed' | 'skipped';
  /** What a failing check said, or why it was skipped. */
  output: string;
  seconds: number;
}

/** All of them, two at a time, in the order in which they end; a failing one never hides another. */
export async function runStaticChecks(report: (result: CheckResult) => void): Promise<CheckResult[]> {
  const results: CheckResult[] = [];
  const waiting = [...checks];
  const worker = async (): Promise<void> => {
    for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) {
      const result = await run(check);
      results.push(result);
      report(result);
    }
  };
  await Promise.all([worker(), worker()]);
  return results;
}

interface Check {
  name: string;
  command: string[];
  /** Says from its output why a check that could not be made is no failure. */
  excuse?: (output: string) => string | undefined;
}

const node = process.execPath;
const script = (name: string): string => path.join(root, 'scripts', name);

// The slow ones come first, so that the quick ones fill the time beside them.
const checks: readonly Check[] = [
  { name: 'lint', command: [program('oxlint'), '--type-aware', '--deny-warnings', '--format=unix'] },
  { name: 'types of server, shared and scripts', command: [program('tsc'), '-p', '.', '--pretty', 'false'] },
  { name: 'types of the front ends', command: [program('tsc'), '-p', 'web', '--pretty', 'false'] },
  { name: 'format', command: [program('prettier'), '--check', '--cache', '--log-level', 'warn', '.'] },
  { name: 'dependency rules', command: [node, script('dependency-rules.ts')] },
  { name: 'unused code (knip)', command: [program('knip'), '--no-progress', '--no-config-hints'] },
  { name: 'tidy', command: [node, script('tidy.ts')] },
  {
    name: 'npm audit',
    command: ['npm', 'audit', '--omit=dev', '--audit-level=high', '--loglevel=error'],
    excuse: registryIsSilent,
  },
];

function registryIsSilent(output: string): string | undefined {
  return /audit endpoint returned an error|ENOTFOUND|ECONN|ETIMEDOUT|EAI_AGAIN|ENOAUDIT/.test(output)
    ? 'the registry does not answer audits from here'
    : undefined;
}

async function run(check: Check): Promise<CheckResult> {
  const started = performance.now();
  const { ok, output } = await outputOf(check.command);
  const excuse = ok ? undefined : check.excuse?.(output);
  const seconds = (performance.now() - started) / 1000;
  if (excuse !== undefined) return { name: check.name, verdict: 'skipped', output: excuse, seconds };
  return { name: check.name, verdict: ok ? 'passed' : 'failed', output: output.trim(), seconds };
}

const limitMillis = 5 * 60_000;

async function outputOf([command = '', ...args]: string[]): Promise<{ ok: boolean; output: string }> {
  const env = { ...process.env, NO_COLOR: '1' };
  return new Promise((done) => {
    const child = spawn(command, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'], timeout: limitMillis });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => (output += text));
    }
    child.on('error', (error) => done({ ok: false, output: `${command} does not start: ${error.message}` }));
    child.on('close', (code, signal) => {
      if (signal !== null) output += `\nstopped by ${signal} after ${limitMillis / 1000} s at most`;
      done({ ok: code === 0, output });
    });
  });
}
