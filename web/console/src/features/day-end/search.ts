import { isBusinessDate, type BusinessDate } from '@miaodai/values';
import { pagingOf } from '../../shared/list.ts';

export type DayEndSearch = { on?: BusinessDate; page?: number; pageSize?: number };

/** The day that an address asks for, and the page of the list: what it says of others is dropped. */
export function dayEndSearch(search: Record<string, unknown>): DayEndSearch {
  const on = search['on'];
  return { ...(typeof on === 'string' && isBusinessDate(on) ? { on } : {}), ...pagingOf(search) };
}
