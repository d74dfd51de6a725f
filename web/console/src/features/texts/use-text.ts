import { useQuery, useQueryClient } from '@tanstack/react-query';
import { api, type AnswerOf } from '../../api.ts';

export type TextFacts = AnswerOf<'readTextVersions'>;
export type Version = TextFacts['versions'][number];
export type Draft = NonNullable<TextFacts['draft']>;
export type Wording = Pick<Version, 'title' | 'paragraphs' | 'readingSeconds' | 'mustReachEnd'>;

const keyOf = (kind: string) => ['text', kind];
export const LISTS = [['texts']] as const;

export const useText = (kind: string) =>
  useQuery({
    queryKey: keyOf(kind),
    queryFn: ({ signal }) => api.readTextVersions({ params: { kind } }, { signal }),
    // What is being written must not change under the hand.
    refetchOnWindowFocus: false,
  });

/** Writes answer with the text as it is then. */
export function useTake(kind: string) {
  const queries = useQueryClient();
  return (text: TextFacts): void => void queries.setQueryData(keyOf(kind), text);
}

export const inForceOf = ({ versions }: TextFacts): Version | undefined =>
  versions.find(({ state }) => state === 'in-force');
