import { setTimeout as pause } from 'node:timers/promises';

/** Waits for something, but no longer than so: for a person who would rather see "still at it" than nothing. */
export async function within(ms: number, work: Promise<unknown>): Promise<void> {
  const timer = new AbortController();
  const tooLong = pause(ms, undefined, { signal: timer.signal }).catch(() => undefined); // Aborted: the work was faster.
  await Promise.race([work, tooLong]);
  timer.abort();
}
