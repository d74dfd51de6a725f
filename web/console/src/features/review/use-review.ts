import { useQuery, useQueryClient } from '@tanstack/react-query';
import { api, type AnswerOf } from '../../api.ts';
import { usePresence } from '../../shared/presence.ts';

export type ReviewFacts = AnswerOf<'readReview'>;
export type Paper = ReviewFacts['papers'][number];

const PAYING_EVERY_MS = 3_000;
const keyOf = (applicationId: string) => ['review', applicationId];

/** Something came that this page did not do: it is told, not slipped in under who is deciding. */
type Known = { review: ReviewFacts; news: boolean };

/** All that the page shows. While money is on its way the outcome is asked for. */
export function useReview(applicationId: string) {
  const present = usePresence();
  return useQuery<Known>({
    queryKey: keyOf(applicationId),
    queryFn: async ({ signal, client }) => {
      const review = await api.readReview({ params: { applicationId } }, { signal });
      const before = client.getQueryData<Known>(keyOf(applicationId));
      return { review, news: before !== undefined && (before.news || before.review.version !== review.version) };
    },
    refetchInterval: ({ state }) => (present && state.data?.review.state === 'paying' ? PAYING_EVERY_MS : false),
  });
}

/** Writes answer with the page as it is then. */
export function useTake(applicationId: string) {
  const queries = useQueryClient();
  return (review: ReviewFacts): void => void queries.setQueryData<Known>(keyOf(applicationId), { review, news: false });
}

export const LISTS = [['work']] as const;
