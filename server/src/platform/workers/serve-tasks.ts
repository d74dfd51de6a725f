import { setPriority } from 'node:os';
import { parentPort, threadId, type Transferable } from 'node:worker_threads';

/** What a pool and its workers say to each other. */
export type Sent = { no: number; task: unknown };
export type Answered = { no: number; result: unknown } | { no: number; failure: string };

/** Below everything that somebody waits for with a page open, above nothing at all. */
const NICENESS = 10;

/**
 * The other end of a pool, in the worker's own file: does one task after the other. What is thrown fails its task and leaves the
 * worker alive. Bytes arrive as Uint8Array.
 */
export function serveTasks(work: (task: never) => Promise<unknown>): void {
  const port = parentPort;
  if (!port) throw new Error('a worker of a pool is started by the pool');
  stepBack();
  port.on('message', ({ no, task }: Sent) => {
    work(task as never).then(
      (result) => port.postMessage({ no, result } satisfies Answered, givenAway(result)),
      (error: unknown) => port.postMessage({ no, failure: messageOf(error) } satisfies Answered),
    );
  });
}

/** Bytes that are the whole of their memory are handed over, not copied: the copy would be made on the other side's thread. */
const givenAway = (result: unknown): Transferable[] =>
  result instanceof Uint8Array &&
  !Buffer.isBuffer(result) &&
  result.buffer instanceof ArrayBuffer &&
  result.byteLength === result.buffer.byteLength
    ? [result.buffer]
    : [];

/** Only Linux knows a niceness of single threads; elsewhere it would slow the whole server down. */
function stepBack(): void {
  if (process.platform !== 'linux' || threadId === 0) return;
  try {
    setPriority(0, NICENESS);
  } catch {
    // A container may forbid it; then the system's own fairness has to do.
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
