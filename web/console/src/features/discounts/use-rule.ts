import { useQuery, useQueryClient } from '@tanstack/react-query';
import { api, type AnswerOf } from '../../api.ts';
import type { VersionState } from '../../shared/four-eyes.tsx';

export type RuleFacts = AnswerOf<'readDiscountRule'>;

const keyOf = (ruleId: string) => ['discount', ruleId];
/** Plans follow a rule by and by: until all have, the page looks again. */
const LOOK_AGAIN_MS = 3_000;

export const useRule = (ruleId: string) =>
  useQuery({
    queryKey: keyOf(ruleId),
    queryFn: ({ signal }) => api.readDiscountRule({ params: { ruleId } }, { signal }),
    refetchInterval: ({ state: { data } }) =>
      data?.state === 'published' && data.appliedAt === null ? LOOK_AGAIN_MS : false,
  });

/** Writes answer with the rule as it is then. */
export function useTake(ruleId: string) {
  const queries = useQueryClient();
  return (rule: RuleFacts): void => void queries.setQueryData(keyOf(ruleId), rule);
}

/** What a rule is today, by its days. */
export const shownState = (
  { state, inForce, fromOn }: Pick<RuleFacts, 'state' | 'inForce' | 'fromOn'>,
  today: string,
): VersionState => {
  if (state !== 'published') return state;
  if (inForce) return 'in-force';
  return fromOn > today ? 'coming' : 'past';
};
