import { pagingOf, wordOf } from '../../shared/list.ts';
import { signingStates, type SigningState } from './signing-state.tsx';

export type ContractsSearch = { contractNo?: string; signing?: SigningState; page?: number; pageSize?: number };

const states = Object.keys(signingStates) as SigningState[];

/** The list that an address asks for: what it says of others is dropped. */
export function contractsSearch(search: Record<string, unknown>): ContractsSearch {
  const no = search['contractNo'];
  const text = typeof no === 'number' ? String(no) : no;
  const signing = wordOf(search['signing'], states);
  return {
    ...(typeof text === 'string' && /^[A-Za-z0-9-]{1,40}$/.test(text) ? { contractNo: text } : {}),
    ...(signing ? { signing } : {}),
    ...pagingOf(search),
  };
}
