import { pagingOf, wordOf } from '../../shared/list.ts';
import { correctionKinds, correctionStates } from '../../shared/loan-words.ts';

type State = keyof typeof correctionStates;
type Kind = keyof typeof correctionKinds;
export type CorrectionsSearch = { state?: State; kind?: Kind; page?: number; pageSize?: number };

/** The list that an address asks for: what it says of others is dropped. */
export function correctionsSearch(search: Record<string, unknown>): CorrectionsSearch {
  const state = wordOf(search['state'], Object.keys(correctionStates) as State[]);
  const kind = wordOf(search['kind'], Object.keys(correctionKinds) as Kind[]);
  return { ...(state ? { state } : {}), ...(kind ? { kind } : {}), ...pagingOf(search) };
}
