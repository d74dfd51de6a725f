import { sql } from 'kysely';
import type { BusinessDate, Fen } from '@miaodai/values';
import type { Db, Tx } from '../platform/db/connect.ts';
import type { Account } from './chart-of-accounts.ts';

export type BookedLine = { code: string; nameZh: string; debitFen: Fen; creditFen: Fen };
export type BookedEntry = { ref: string; on: BusinessDate; memo: string; lines: BookedLine[] };

/** The entries that touch any of these exact accounts, the newest first, each with all its lines. */
export async function entriesOf(
  db: Db | Tx,
  accounts: readonly Account[],
  { limit, offset }: { limit: number; offset: number },
): Promise<{ entries: BookedEntry[]; total: number }> {
  const { rows } = await sql<BookedEntry & { total: number }>`
    with touched as (
      select distinct posted_in, entry_id
      from ledger.lines
      where account = any(${accounts}::text[])
        and account_version is not null
    ), page as (
      select posted_in, entry_id, count(*) over ()::int as total
      from touched
      order by entry_id desc
      limit ${limit} offset ${offset}
    )
    select e.ref, e.on_date as "on", e.memo, page.total,
      (select jsonb_agg(jsonb_build_object('code', chart.code, 'nameZh', chart.name_zh,
          'debitFen', line.debit_fen, 'creditFen', line.credit_fen) order by line.line_no)
        from ledger.lines line
        join ledger.chart chart on chart.code = split_part(line.account, '/', 1)
        where line.entry_id = e.entry_id) as lines
    from page
    join ledger.entries e using (posted_in, entry_id)
    order by e.entry_id desc`.execute(db);
  return { entries: rows.map(({ ref, on, memo, lines }) => ({ ref, on, memo, lines })), total: rows[0]?.total ?? 0 };
}
