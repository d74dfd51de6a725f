import { useEffect, useRef, useState } from 'react';

const WAIT_MS = 8_000;
const PAUSE_MS = 2_000;

/**
 * Asks again and again while an outcome is open, each request waiting at the server. Silence is no outcome: it is asked
 * once more after a pause, and told. Leaving the page stops the asking, nothing else.
 */
export function useFollow<T>(
  open: boolean,
  read: (waitMs: number, signal: AbortSignal) => Promise<T>,
  take: (answer: T) => void,
) {
  const [silent, setSilent] = useState(false);
  const latest = useRef({ read, take });
  latest.current = { read, take };
  useEffect(() => {
    if (!open) return undefined;
    const stop = new AbortController();
    const ask = async (): Promise<void> => {
      while (!stop.signal.aborted) {
        const startedAt = Date.now();
        try {
          const answer = await latest.current.read(WAIT_MS, stop.signal);
          if (stop.signal.aborted) return;
          setSilent(false);
          latest.current.take(answer);
        } catch {
          if (stop.signal.aborted) return;
          setSilent(true);
        }
        // A server that does not wait must not be asked in a tight loop.
        if (Date.now() - startedAt < PAUSE_MS) await pause(PAUSE_MS, stop.signal);
      }
    };
    void ask();
    return () => stop.abort();
  }, [open]);
  return { silent };
}

const pause = async (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((done) => {
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      done();
    });
  });
