import { useQuery, useQueryClient } from '@tanstack/react-query';
import { api, type AnswerOf } from '../../api.ts';
import { usePresence } from '../../shared/presence.ts';

export type ReviewFacts = AnswerOf<'readReview'>;
export type Paper = ReviewFacts['papers'][number];

const PAYING_EVERY_MS = 3_000;
const keyOf = (applicationId: string) => ['review', applicationId];

/** All that the page shows. While money is on its way the outcome is asked for. */
export function useReview(applicationId: string) {
  const present = usePresence();
  return useQuery({
    queryKey: keyOf(applicationId),
    queryFn: ({ signal }) => api.readReview({ params: { applicationId } }, { signal }),
    refetchInterval: ({ state }) => (present && state.data?.state === 'paying' ? PAYING_EVERY_MS : false),
  });
}

/** Writes answer with the page as it is then. */
export function useTake(applicationId: string) {
  const queries = useQueryClient();
  return (review: ReviewFacts): void => void queries.setQueryData(keyOf(applicationId), review);
}

export const LISTS = [['work']] as const;
