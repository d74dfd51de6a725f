import { sql } from 'kysely';
import { v7 as uuid } from 'uuid';
import type { BusinessDate, Instant } from '@miaodai/values';
import type { Vault } from '../../platform/crypto/vault.ts';
import type { Db, Tx } from '../../platform/db/connect.ts';
import type { DifferenceKind, KnownLeg, System } from './compare.rules.ts';
import { orderOf, type LegState, type Step } from './transfers.rules.ts';
import { transfersBy } from './transfers.store.ts';

/** Days of a system that were not compared yet, or while legs of theirs were open; the oldest first. */
export async function daysToCompare(
  db: Db,
  system: System,
  { from, before }: { from: BusinessDate; before: BusinessDate },
): Promise<BusinessDate[]> {
  const { rows } = await sql<{ day: BusinessDate }>`
    select day::date as day
    from generate_series(${from}::date, ${before}::date - 1, interval '1 day') as day
    where not exists (select
                      from transfers.comparisons
                      where system = ${system} and business_on = day::date and open_legs = 0)
    order by day`.execute(db);
  return rows.map(({ day }) => day);
}

/** The legs of these numbers, by number. */
export async function legsBy(db: Db, vault: Vault, requestNos: readonly string[]): Promise<Map<string, KnownLeg>> {
  if (requestNos.length === 0) return new Map();
  const rows = await db
    .selectFrom('transfers.legs')
    .select(['transfer_id', 'step', 'request_no', 'state', 'serial_no', 'booked_on'])
    .where('request_no', '=', sql<string>`any(${[...requestNos]}::text[])`)
    .execute();
  const transfers = await transfersBy(
    db,
    vault,
    rows.map((row) => row.transfer_id),
  );
  return new Map(
    rows.flatMap((row) => {
      const transfer = transfers.get(row.transfer_id);
      if (!transfer) return [];
      const order = orderOf(transfer, { step: row.step as Step, requestNo: row.request_no });
      const state = row.state as LegState;
      return [[row.request_no, { state, serialNo: row.serial_no, bookedOn: row.booked_on, order }] as const];
    }),
  );
}

type DoneLeg = { requestNo: string; serialNo: string };

/** Legs that count as done on a day at a system, in the order of their numbers. */
export async function doneLegsOf(
  db: Db,
  system: System,
  on: BusinessDate,
  { after, limit }: { after: string; limit: number },
): Promise<DoneLeg[]> {
  const { rows } = await sql<DoneLeg>`
    select l.request_no as "requestNo", coalesce(l.serial_no, '') as "serialNo"
    from transfers.legs l
    join transfers.transfers t using (transfer_id)
    where l.state = 'done'
      and l.booked_on = ${on}
      and l.request_no > ${after}
      and ((t.direction = 'in') = (l.step <> 'give')) = ${system === 'card-network'}
    order by l.request_no
    limit ${limit}`.execute(db);
  return rows;
}

/** The id of a difference that is new; undefined where it was found before. */
export async function insertDifference(
  tx: Tx,
  difference: { system: System; on: BusinessDate; kind: DifferenceKind; requestNo: string; serialNo: string },
  now: Instant,
): Promise<string | undefined> {
  const row = await tx
    .insertInto('transfers.differences')
    .values({
      difference_id: uuid(),
      system: difference.system,
      business_on: difference.on,
      kind: difference.kind,
      request_no: difference.requestNo,
      serial_no: difference.serialNo,
      found_at: now,
    })
    .onConflict((conflict) => conflict.constraint('found_once').doNothing())
    .returning('difference_id')
    .executeTakeFirst();
  return row?.difference_id;
}

export async function recordComparison(
  tx: Tx,
  { system, on, lines, openLegs }: { system: System; on: BusinessDate; lines: number; openLegs: number },
  now: Instant,
): Promise<void> {
  const found = { lines, open_legs: openLegs, compared_at: now };
  await tx
    .insertInto('transfers.comparisons')
    .values({ system, business_on: on, ...found })
    .onConflict((conflict) => conflict.columns(['system', 'business_on']).doUpdateSet(found))
    .execute();
}
