import { addDays, addMonths, ok, refuse, type BusinessDate, type Result } from '@miaodai/values';
import type { Refusal } from '../problem.ts';

type Range = { from: BusinessDate; to: BusinessDate };
type Asked = { from?: BusinessDate | undefined; to?: BusinessDate | undefined };

const MONTHS_AT_MOST = 12;

/** Of transactions: a month up to today unless told, a year at most, or today alone. */
export function transactionRange(
  { from, to, today: onlyToday }: Asked & { today?: 'true' | undefined },
  today: BusinessDate,
): Result<Range, never> | Refusal {
  if (onlyToday) {
    if (from ?? to) return wrong('today', '选择“今天”时不能再选日期范围');
    return ok({ from: today, to: today });
  }
  const until = to ?? today;
  const since = from ?? addDays(addMonths(until, -1), 1);
  if (since > until) return wrong('to', '结束日期不能早于开始日期');
  if (since < addMonths(until, -MONTHS_AT_MOST)) return wrong('from', '一次最多查询一年，请缩短日期范围');
  return ok({ from: since, to: until });
}

/** Of the plan: all of it, or what falls due in a range, of which both days are given. */
export function planRange({ from, to }: Asked): Result<Range | undefined, never> | Refusal {
  if (from === undefined && to === undefined) return ok(undefined);
  if (from === undefined) return wrong('from', '请同时选择开始日期');
  if (to === undefined) return wrong('to', '请同时选择结束日期');
  return from > to ? wrong('to', '结束日期不能早于开始日期') : ok({ from, to });
}

const wrong = (path: string, message: string): Refusal => ({ ...refuse('invalid-input'), fields: [{ path, message }] });

/** One page of what is there; 0 pages where there is nothing. */
export function pageOf<T>(all: readonly T[], page: number, size: number) {
  return {
    ...{ page, pages: pagesOf(all.length, size), total: all.length },
    items: all.slice((page - 1) * size, page * size),
  };
}

export const pagesOf = (total: number, size: number): number => Math.ceil(total / size);
