import { useQuery, useQueryClient } from '@tanstack/react-query';
import { api, type AnswerOf } from '../../api.ts';

export type RosterFacts = AnswerOf<'readRoster'>;

const keyOf = (rosterId: string) => ['roster', rosterId];
export const LISTS = [['rosters'], ['employers']] as const;

export const useRoster = (rosterId: string) =>
  useQuery({
    queryKey: keyOf(rosterId),
    queryFn: ({ signal }) => api.readRoster({ params: { rosterId } }, { signal }),
  });

/** Writes answer with the roster as it is then. */
export function useTake(rosterId: string) {
  const queries = useQueryClient();
  return (roster: RosterFacts): void => void queries.setQueryData(keyOf(rosterId), roster);
}
