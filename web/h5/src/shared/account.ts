import { useQuery, useQueryClient } from '@tanstack/react-query';
import { api, ApiProblem, type AnswerOf } from '../api.ts';

export type ElectronicAccount = AnswerOf<'readAccount'>;

export const accountKey = ['account'] as const;

/** The customer's electronic account; null where there is none. */
export const useAccount = () =>
  useQuery({
    queryKey: accountKey,
    queryFn: async ({ signal }) =>
      api.readAccount({ query: {} }, { signal }).catch((cause: unknown) => {
        if (cause instanceof ApiProblem && cause.problem.code === 'not-found') return null;
        throw cause;
      }),
  });

/** Puts an answer of the server in place of what is known of the account. */
export function useSetAccount(): (account: ElectronicAccount) => void {
  const queries = useQueryClient();
  return (account) => {
    void queries.cancelQueries({ queryKey: accountKey });
    queries.setQueryData(accountKey, account);
  };
}
