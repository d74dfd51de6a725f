import { setTimeout as pause } from 'node:timers/promises';

/** Where another node is at it, we look again so often. */
const LOOK_AGAIN_MS = 250;

/**
 * Reads again until there is news, or the time is over: for a page that waits. What this process has at work is waited for itself;
 * what another node does is looked for now and then.
 */
export async function newsWithin<T>(
  { ms, atWork }: { ms: number; atWork(): Promise<void> | undefined },
  first: T,
  isNews: (state: T) => boolean,
  read: () => Promise<T>,
): Promise<T> {
  const deadline = performance.now() + ms;
  let state = first;
  while (!isNews(state)) {
    const left = deadline - performance.now();
    if (left <= 0) break;
    const work = atWork();
    await within(work ? left : Math.min(left, LOOK_AGAIN_MS), work);
    state = await read();
  }
  return state;
}

async function within(ms: number, work: Promise<void> | undefined): Promise<void> {
  const timer = new AbortController();
  const tooLong = pause(ms, undefined, { signal: timer.signal }).catch(() => undefined); // Aborted: the work was faster.
  await (work ? Promise.race([work, tooLong]) : tooLong);
  timer.abort();
}
