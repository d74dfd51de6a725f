// How the results of checks and tests are printed: one line for what is well, everything for what is not.
import type { TestFileResult } from './run-test-file.ts';
import type { CheckResult } from './static-checks.ts';

export interface Sum {
  passed: number;
  failed: number;
  skipped: number;
}

/** The last line of every run. */
export const sumLine = ({ passed, failed, skipped }: Sum): string =>
  `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;

export function checkLines({ name, verdict, output, seconds }: CheckResult): string {
  if (verdict === 'passed') return line('ok', name, seconds);
  if (verdict === 'skipped') return line('skip', `${name}: ${output}`, seconds);
  return `${line('FAIL', name, seconds)}\n${indented(lastLines(output, 300))}`;
}

export function fileLines({ file, seconds, ends, output }: TestFileResult): string {
  const failed = ends.filter((end) => end.kind === 'failed');
  const lines = [line(failed.length === 0 ? 'ok' : 'FAIL', `${file} (${ends.length})`, seconds)];
  for (const end of ends) {
    if (end.kind === 'skipped') lines.push(`     skipped: ${end.name}: ${end.detail}`);
    if (end.kind === 'failed') lines.push(`     ✗ ${end.name} (${file}:${end.line})`, indented(end.detail, 9));
  }
  if (failed.length > 0 && output.trim() !== '') lines.push('     printed:', indented(lastLines(output, 60), 9));
  return lines.join('\n');
}

export const hasFailed = ({ ends }: TestFileResult): boolean => ends.some((end) => end.kind === 'failed');

/** The tests that took longest, where one took long at all. */
export function slowLines(results: TestFileResult[]): string[] {
  const all = results.flatMap(({ file, ends }) => ends.map((end) => ({ file, ...end })));
  const slow = all.filter((end) => end.seconds >= 5).toSorted((a, b) => b.seconds - a.seconds);
  return slow.slice(0, 10).map((end) => `     slow: ${end.seconds.toFixed(1)} s ${end.name} (${end.file})`);
}

export function sumOf(results: TestFileResult[]): Sum {
  const ends = results.flatMap((result) => result.ends);
  const count = (kind: string): number => ends.filter((end) => end.kind === kind).length;
  return { passed: count('passed'), failed: count('failed'), skipped: count('skipped') };
}

export const plus = (a: Sum, b: Sum): Sum => ({
  passed: a.passed + b.passed,
  failed: a.failed + b.failed,
  skipped: a.skipped + b.skipped,
});

const line = (verdict: string, text: string, seconds: number): string =>
  `${verdict.padEnd(4)} ${`${seconds.toFixed(1)} s`.padStart(7)}  ${text}`;

const indented = (text: string, by = 5): string => text.replaceAll(/^(?=.)/gm, ' '.repeat(by));

function lastLines(text: string, most: number): string {
  const lines = text.trimEnd().split('\n');
  if (lines.length <= most) return lines.join('\n');
  return [`… ${lines.length - most} lines before`, ...lines.slice(-most)].join('\n');
}
