import { pagingOf } from '../../shared/list.ts';

export type DayEndSearch = { on?: string; page?: number; pageSize?: number };

/** The day that an address asks for, and the page of the list: what it says of others is dropped. */
export function dayEndSearch(search: Record<string, unknown>): DayEndSearch {
  const on = search['on'];
  return { ...(typeof on === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(on) ? { on } : {}), ...pagingOf(search) };
}
