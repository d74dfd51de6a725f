import { useRef, useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { ApiProblem, newKey } from '../api.ts';

type Send<Args, Result> = (args: Args, options: { idempotencyKey: string }) => Promise<Result>;

export type Write<Args, Result> = {
  run: (args: Args) => Promise<Result | undefined>;
  busy: boolean;
  problem: unknown;
  clear: () => void;
};

/**
 * One write at a time, with one key per intention: a second tap does nothing while the first is under way, and a try after
 * silence carries the old key, so that the server does the thing once. Another input is another intention.
 */
export function useWrite<Args, Result>(
  send: Send<Args, Result>,
  done?: (result: Result) => unknown,
): Write<Args, Result> {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>();
  const queries = useQueryClient();
  const running = useRef(false);
  const intent = useRef<{ input: string; key: string } | undefined>(undefined);
  const run = async (args: Args): Promise<Result | undefined> => {
    if (running.current) return undefined;
    running.current = true;
    setBusy(true);
    setProblem(undefined);
    const input = JSON.stringify(args) ?? '';
    if (intent.current?.input !== input) intent.current = { input, key: newKey() };
    try {
      const result = await send(args, { idempotencyKey: intent.current.key });
      intent.current = undefined;
      // Busy until the page has moved on: a second tap in between would be a second request.
      await done?.(result);
      return result;
    } catch (cause) {
      if (isDefinite(cause)) intent.current = undefined;
      setProblem(cause);
      // The page is behind: the server's step says where the customer really is, and the route follows it.
      if (cause instanceof ApiProblem && ['step-not-allowed', 'face-check-needed'].includes(cause.problem.code))
        void queries.refetchQueries({ queryKey: ['application'] });
      return undefined;
    } finally {
      running.current = false;
      setBusy(false);
    }
  };
  return { run, busy, problem, clear: () => setProblem(undefined) };
}

/** The server has decided and will not come to another answer for the same key. */
export const isDefinite = (cause: unknown): boolean =>
  cause instanceof ApiProblem &&
  cause.problem.status < 500 &&
  cause.problem.status !== 401 &&
  cause.problem.code !== 'request-in-progress';
