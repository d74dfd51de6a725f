import { useQuery, type QueryClient } from '@tanstack/react-query';
import { api, type AnswerOf } from '../api.ts';

export type Goal = Parameters<typeof api.readGates>[0]['query']['for'];
export type Gates = AnswerOf<'readGates'>;

const asked = (goal: Goal) => ({
  queryKey: ['gates', goal],
  queryFn: async ({ signal }: { signal: AbortSignal }) => api.readGates({ query: { for: goal } }, { signal }),
  // Each detour changes the answer.
  staleTime: 0,
});

/** What stands between this customer and where they are going, by the server's answer alone. */
export const useGates = (goal: Goal) => useQuery(asked(goal));
export const askGates = async (queries: QueryClient, goal: Goal): Promise<Gates> => queries.fetchQuery(asked(goal));

/** The page that explains what stands in the way to a goal. */
export const gatesPage = (goal: Goal, to: string): string => `/gates/${goal}?to=${encodeURIComponent(to)}`;
