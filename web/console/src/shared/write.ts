import { useRef } from 'react';
import { useMutation, useQueryClient, type QueryKey } from '@tanstack/react-query';
import { NoAnswer } from '../api.ts';

type Options<Answer> = {
  /** What this changes for every page that shows it. */
  touches?: readonly QueryKey[];
  onDone?: (answer: Answer) => void;
};

/**
 * A write. Without an answer, the same input is sent again under the same key: the server answers what it answered, and does
 * nothing twice.
 */
export function useWrite<Input, Answer>(
  send: (input: Input, options: { idempotencyKey: string }) => Promise<Answer>,
  { touches = [], onDone }: Options<Answer> = {},
) {
  const queries = useQueryClient();
  const open = useRef<{ text: string; key: string } | undefined>(undefined);
  return useMutation({
    mutationFn: async (input: Input) => {
      const text = JSON.stringify(input) ?? '';
      if (open.current?.text !== text) open.current = { text, key: newKey() };
      const { key } = open.current;
      try {
        const answer = await send(input, { idempotencyKey: key });
        open.current = undefined;
        return answer;
      } catch (cause) {
        if (!(cause instanceof NoAnswer)) open.current = undefined;
        throw cause;
      }
    },
    onSuccess: async (answer) => {
      onDone?.(answer);
      await Promise.all(touches.map((queryKey) => queries.invalidateQueries({ queryKey })));
    },
  });
}

/** Not crypto.randomUUID: a bank's plain http inside the house lacks it. */
const newKey = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => (byte + 256).toString(16).slice(1)).join('');
