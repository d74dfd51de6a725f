// A reporter for node:test that writes each test's end as a line of JSON, for run-test-file.ts to read.
import { inspect } from 'node:util';
import type { TestEvent } from 'node:test/reporters';

/** How one test of a file ended. */
export interface TestEnd {
  kind: 'passed' | 'failed' | 'skipped';
  name: string;
  line: number;
  seconds: number;
  /** Why it failed, or why it was skipped. */
  detail: string;
}

export type TestFileEvent = TestEnd | { kind: 'end-of-file' };

export default async function* testEvents(source: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  for await (const event of source) {
    const told = tell(event);
    if (told !== undefined) yield `${JSON.stringify(told)}\n`;
  }
}

function tell(event: TestEvent): TestFileEvent | undefined {
  if (event.type === 'test:summary') return { kind: 'end-of-file' };
  if (event.type !== 'test:pass' && event.type !== 'test:fail') return undefined;
  const { name, line, details, skip, todo } = event.data;
  if (details.type === 'suite' && skip === undefined && !isOwnFailure(event)) return undefined;
  const end = { name, line: line ?? 1, seconds: details.duration_ms / 1000 };
  if (skip !== undefined) return { ...end, kind: 'skipped', detail: reason(skip) };
  if (todo !== undefined) return { ...end, kind: 'skipped', detail: `to do: ${reason(todo)}` };
  if (event.type === 'test:pass') return { ...end, kind: 'passed', detail: '' };
  return isOwnFailure(event) ? { ...end, kind: 'failed', detail: inspect(whatWasThrown(event.data)) } : undefined;
}

const reason = (given: string | boolean): string =>
  typeof given === 'string' && given !== '' ? given : 'no reason given';

/** A parent fails with its subtests; they have told it already. */
function isOwnFailure(event: TestEvent): boolean {
  if (event.type !== 'test:fail') return false;
  const error = event.data.details.error as { failureType?: string };
  return error.failureType !== 'subtestsFailed';
}

function whatWasThrown(data: { details: { error: Error } }): unknown {
  return data.details.error.cause ?? data.details.error;
}
