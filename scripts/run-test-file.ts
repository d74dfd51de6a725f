// Runs one test file in a process of its own. node:test's own runner waits for ever for a file whose server or browser
// is still open, and counts a file without a test as passed; this one does neither.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestEnd, TestFileEvent } from './test-events.ts';

export interface TestFileResult {
  file: string;
  seconds: number;
  /** Every test of the file, and one more failure where the file itself went wrong. */
  ends: TestEnd[];
  /** What the file printed, in whole. */
  output: string;
}

/** @param file path from `cwd` */
export async function runTestFile(
  file: string,
  options: { cwd: string; env: NodeJS.ProcessEnv; limitSeconds: number },
): Promise<TestFileResult> {
  const folder = mkdtempSync(path.join(tmpdir(), 'test-events-'));
  const events = path.join(folder, 'events.jsonl');
  const started = performance.now();
  try {
    const { problem, output } = await runProcess(file, events, options);
    const seconds = (performance.now() - started) / 1000;
    const ends = readEvents(events);
    const own = problemOfTheFile(ends, problem);
    if (own !== undefined) ends.push({ kind: 'failed', name: file, line: 1, seconds, detail: own });
    return { file, seconds, ends: ends.filter((end) => end.kind !== 'end-of-file'), output };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Ends what the running test files have started, when the run itself is told to stop. */
export function stopRunningFiles(): void {
  for (const pid of running) killGroup(pid);
}

const running = new Set<number>();
const keptCharacters = 200_000;

async function runProcess(
  file: string,
  events: string,
  { cwd, env, limitSeconds }: { cwd: string; env: NodeJS.ProcessEnv; limitSeconds: number },
): Promise<{ problem: string | undefined; output: string }> {
  const reporter = new URL('test-events.ts', import.meta.url).href;
  const args = [`--test-reporter=${reporter}`, `--test-reporter-destination=${events}`, path.join(cwd, file)];
  // A group of its own: whatever the file starts ends with it.
  const child = spawn(process.execPath, args, { cwd, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const pid = child.pid;
  if (pid !== undefined) running.add(pid);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output = (output + text).slice(-keptCharacters);
    });
  }
  let late = false;
  const limit = setTimeout(() => {
    late = true;
    killGroup(pid);
  }, limitSeconds * 1000);
  const problem = await new Promise<string | undefined>((done) => {
    child.on('error', (error) => done(error.message));
    child.on('exit', (code, signal) => {
      if (late) done(`took longer than ${limitSeconds} s and was stopped`);
      else done(code === 0 ? undefined : `ended with ${signal ?? `exit code ${code}`}`);
    });
  });
  clearTimeout(limit);
  killGroup(pid);
  if (pid !== undefined) running.delete(pid);
  return { problem, output };
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // Nobody of the group is left.
  }
}

function readEvents(file: string): TestFileEvent[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n');
  // A file that was stopped may leave half a line.
  return lines.filter((line) => line.endsWith('}')).map((line) => JSON.parse(line) as TestFileEvent);
}

function problemOfTheFile(ends: TestFileEvent[], problem: string | undefined): string | undefined {
  const complete = ends.some((end) => end.kind === 'end-of-file');
  const failed = ends.some((end) => end.kind === 'failed');
  if (!complete) return problem ?? 'ended before its tests did';
  if (problem !== undefined && !failed) return problem;
  return ends.length === 1 ? 'holds no tests' : undefined;
}
