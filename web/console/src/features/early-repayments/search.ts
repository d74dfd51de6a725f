import { pagingOf, wordOf } from '../../shared/list.ts';
import { earlyStates } from './words.ts';

type State = keyof typeof earlyStates;
export type EarlySearch = { state?: State; branchCode?: string; text?: string; page?: number; pageSize?: number };

const textOf = (value: unknown, form: RegExp): string | undefined => {
  const text = typeof value === 'number' ? String(value) : value;
  return typeof text === 'string' && form.test(text) ? text : undefined;
};

/** The list that an address asks for: what it says of others is dropped. */
export function earlySearch(search: Record<string, unknown>): EarlySearch {
  const state = wordOf(search['state'], Object.keys(earlyStates) as State[]);
  const branchCode = textOf(search['branchCode'], /^[A-Z0-9*]{1,16}$/);
  const text = textOf(search['text'], /^[A-Za-z0-9-]{1,32}$/);
  return {
    ...(state ? { state } : {}),
    ...(branchCode ? { branchCode } : {}),
    ...(text ? { text } : {}),
    ...pagingOf(search),
  };
}
