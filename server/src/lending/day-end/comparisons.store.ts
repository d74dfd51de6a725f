import { sql } from 'kysely';
import { v7 as uuid } from 'uuid';
import type { BusinessDate, Instant } from '@miaodai/values';
import type { Db, Tx } from '../../platform/db/connect.ts';
import type { DifferenceKind } from './journal.rules.ts';

/** Days that were not compared yet, or while something was open; the oldest first. */
export async function daysToCompare(
  db: Db | Tx,
  { after, before }: { after: BusinessDate; before: BusinessDate },
): Promise<BusinessDate[]> {
  const { rows } = await sql<{ day: BusinessDate }>`
    select day::date as day
    from generate_series(${after}::date + 1, ${before}::date - 1, interval '1 day') as day
    where not exists (select from day_end.comparisons where business_on = day::date and open = 0)
    order by day`.execute(db);
  return rows.map(({ day }) => day);
}

export type Difference = { kind: DifferenceKind; requestNo: string; serialNo: string };

/** Only what was not found before. */
export async function insertDifferences(
  tx: Tx,
  on: BusinessDate,
  differences: readonly Difference[],
  now: Instant,
): Promise<(Difference & { id: string })[]> {
  if (differences.length === 0) return [];
  const rows = await tx
    .insertInto('day_end.differences')
    .values(
      differences.map(({ kind, requestNo, serialNo }) => ({
        ...{ difference_id: uuid(), business_on: on, kind, request_no: requestNo, serial_no: serialNo, found_at: now },
      })),
    )
    .onConflict((conflict) => conflict.constraint('found_once').doNothing())
    .returning(['difference_id', 'kind', 'request_no', 'serial_no'])
    .execute();
  return rows.map((row) => ({
    ...{ id: row.difference_id, kind: row.kind as DifferenceKind },
    ...{ requestNo: row.request_no, serialNo: row.serial_no },
  }));
}

export async function recordComparison(
  tx: Tx,
  on: BusinessDate,
  { lines, open }: { lines: number; open: number },
  now: Instant,
): Promise<void> {
  const found = { lines, open, compared_at: now };
  await tx
    .insertInto('day_end.comparisons')
    .values({ business_on: on, ...found })
    .onConflict((conflict) => conflict.column('business_on').doUpdateSet(found))
    .execute();
}
