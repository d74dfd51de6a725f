import { pagingOf } from '../../shared/list.ts';

export type EmployersSearch = {
  text?: string;
  branchCode?: string;
  whitelisted?: 'true' | 'false';
  rosterId?: string;
  page?: number;
  pageSize?: number;
};

/** The list that an address asks for: what it says of others is dropped. */
export function employersSearch(search: Record<string, unknown>): EmployersSearch {
  const word = (name: string, shape: RegExp): Record<string, string> => {
    const given = search[name];
    const value = typeof given === 'number' || typeof given === 'boolean' ? String(given) : given;
    return typeof value === 'string' && shape.test(value) ? { [name]: value } : {};
  };
  return {
    ...word('text', /^.{1,60}$/),
    ...word('branchCode', /^[A-Z0-9*]{1,16}$/),
    ...word('whitelisted', /^(true|false)$/),
    ...word('rosterId', /^[0-9a-f-]{36}$/),
    ...pagingOf(search),
  };
}
