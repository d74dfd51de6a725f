import type { BusinessDate } from '@miaodai/values';
import { sql } from 'kysely';
import type { Db, Tx } from '../platform/db/connect.ts';
import { onlyRow } from './only-row.ts';

export type SealRow = { sealNo: number; throughXid: string; throughEntryId: number; entries: number; hash: string };

export async function callSeal(db: Db, most: number): Promise<number> {
  const { rows } = await sql<{ sealed: number }>`select ledger.seal(${most}) as sealed`.execute(db);
  return onlyRow(rows).sealed;
}

export async function readHead(db: Db): Promise<{ sealNo: number; hash: string; entries: number } | undefined> {
  const { rows } = await sql<{ sealNo: number; hash: string; entries: number }>`
    select seal_no as "sealNo",
      encode(hash, 'hex') as hash,
      (select sum(entry_count) from ledger.seals)::bigint as entries
    from ledger.seals
    order by seal_no desc
    limit 1`.execute(db);
  return rows[0];
}

/** In their order, a page at a time. */
export async function* readSeals(db: Db): AsyncGenerator<SealRow> {
  for (let after = 0; ;) {
    const { rows } = await sql<SealRow>`
      select seal_no as "sealNo",
        through_xid::text as "throughXid",
        through_entry_id as "throughEntryId",
        entry_count as entries,
        encode(hash, 'hex') as hash
      from ledger.seals
      where seal_no > ${after}
      order by seal_no
      limit 1000`.execute(db);
    yield* rows;
    const last = rows.at(-1);
    if (!last) return;
    after = last.sealNo;
  }
}

export async function recomputeSeal(
  db: Db,
  previous: SealRow | undefined,
  through: SealRow,
): Promise<{ hash: string; entries: number }> {
  const { rows } = await sql<{ hash: string; entries: number }>`
    select count(*) as entries,
      encode(sha256(decode(${previous?.hash ?? ''}, 'hex') || coalesce(string_agg(
        ledger.sealed_content(entry_id, recorded_at, digest), '' order by posted_in, entry_id), '')), 'hex') as hash
    from ledger.entries
    where (posted_in, entry_id) > (${previous?.throughXid ?? '0'}::xid8, ${previous?.throughEntryId ?? 0}::bigint)
      and (posted_in, entry_id) <= (${through.throughXid}::xid8, ${through.throughEntryId}::bigint)`.execute(db);
  return onlyRow(rows);
}

export async function changedEntries(db: Db): Promise<{ ref: string }[]> {
  const { rows } = await sql<{ ref: string }>`
    select ref
    from ledger.entry_contents
    where digest_now is distinct from digest
    order by entry_id
    limit 100`.execute(db);
  return rows;
}

export const callCloseBooks = (tx: Tx, through: BusinessDate) => sql`select ledger.close_books(${through})`.execute(tx);
