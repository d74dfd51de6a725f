import { pagingOf, wordOf } from '../../shared/list.ts';
import { reviewStates, type ReviewState } from '../../shared/state.tsx';

export type WorkSearch = {
  state?: ReviewState;
  mine?: 'true';
  productCode?: string;
  branchCode?: string;
  text?: string;
  page?: number;
  pageSize?: number;
};

const states = Object.keys(reviewStates) as ReviewState[];
const text = (value: unknown, shape: RegExp): string | undefined => {
  const word = typeof value === 'number' ? String(value) : value;
  return typeof word === 'string' && shape.test(word) ? word : undefined;
};

/** The list that an address asks for: what it says of others is dropped. */
export function workSearch(search: Record<string, unknown>): WorkSearch {
  const found = {
    state: wordOf(search['state'], states),
    mine: search['mine'] === 'true' || search['mine'] === true ? ('true' as const) : undefined,
    productCode: text(search['productCode'], /^[a-z-]{1,32}$/),
    branchCode: text(search['branchCode'], /^[A-Z0-9*]{1,16}$/),
    text: text(search['text'], /^[A-Za-z0-9-]{1,32}$/),
  };
  const said = Object.entries(found).filter(([, value]) => value !== undefined);
  return { ...(Object.fromEntries(said) as WorkSearch), ...pagingOf(search) };
}
