import { useState } from 'react';
import { keepPreviousData, useQuery, type UseQueryResult } from '@tanstack/react-query';
import { usePresence } from './presence.ts';
import { steady } from './steady.rules.ts';

export type Paged<Row> = { items: Row[]; total: number; page: number; pageSize: number };
export const PAGE_SIZES = [10, 20, 50, 100];

/** Page and size out of the address, where they make sense. */
export function pagingOf(search: Record<string, unknown>): { page?: number; pageSize?: number } {
  const page = Number(search['page']);
  const pageSize = Number(search['pageSize']);
  return {
    ...(Number.isInteger(page) && page > 1 && page <= 10_000 ? { page } : {}),
    ...(PAGE_SIZES.includes(pageSize) && pageSize !== PAGE_SIZES[1] ? { pageSize } : {}),
  };
}

/** A word out of the address: one of these, or any of this shape. */
export const wordOf = <Word extends string>(value: unknown, allowed: readonly Word[]): Word | undefined =>
  allowed.find((word) => word === value);

type Ask<Row, Answer extends Paged<Row>> = {
  name: string;
  search: object;
  load: (signal: AbortSignal) => Promise<Answer>;
  keyOf: (row: Row) => string;
  /** A live list asks again so often, while somebody is there. */
  everyMs?: number;
};
export type List<Row, Answer extends Paged<Row>> = {
  query: UseQueryResult<Answer>;
  rows: Row[];
  /** So many have come, gone or moved while the pointer rests on the table. */
  waiting: number;
  hold: (on: boolean) => void;
};

/** A page of a list: old rows stay while new ones come; a live one keeps still under the pointer. */
export function useList<Row, Answer extends Paged<Row>>(ask: Ask<Row, Answer>): List<Row, Answer> {
  const present = usePresence();
  const query = useQuery({
    queryKey: [ask.name, ask.search],
    queryFn: ({ signal }) => ask.load(signal),
    placeholderData: keepPreviousData,
    refetchInterval: ask.everyMs !== undefined && present ? ask.everyMs : false,
  });
  const [held, setHeld] = useState<{ search: object; rows: Row[] } | undefined>();
  const items = query.data?.items ?? [];
  const holds = held && held.search === ask.search;
  const { rows, waiting } = holds ? steady(held.rows, items, ask.keyOf) : { rows: items, waiting: 0 };
  return { query, rows, waiting, hold: (on) => setHeld(on ? { search: ask.search, rows } : undefined) };
}
