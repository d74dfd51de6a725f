import type { BusinessDate } from '@miaodai/values';
import { sql } from 'kysely';
import type { Db } from '../platform/db/connect.ts';
import type { Account } from './chart-of-accounts.ts';
import type { JournalEntry } from './journal.rules.ts';

const PAGE = 500;

type Row = Omit<JournalEntry, 'lines'> & { accounts: Account[]; amounts: string[] };

/** All entries of some days as of one moment, a page in memory at a time; whoever reads may take their time. */
export async function* readEntries(db: Db, from?: BusinessDate, to?: BusinessDate): AsyncGenerator<JournalEntry[]> {
  const tx = await db.startTransaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute();
  try {
    await sql`set local statement_timeout = 0`.execute(tx);
    await sql`set local idle_in_transaction_session_timeout = 0`.execute(tx);
    await sql`
      declare journal no scroll cursor for
      select e.ref, e.on_date as "on", e.memo, e.entry_id as "entryId", l.accounts, l.amounts
      from ledger.entries e
      cross join lateral (
        select array_agg(account order by credit_fen > 0, line_no) as accounts,
          array_agg(debit_fen - credit_fen order by credit_fen > 0, line_no) as amounts
        from ledger.lines
        where lines.entry_id = e.entry_id
      ) l
      where (${from ?? null}::date is null or e.on_date >= ${from ?? null}::date)
        and (${to ?? null}::date is null or e.on_date <= ${to ?? null}::date)
      order by e.on_date, e.entry_id`.execute(tx);
    for (;;) {
      const { rows } = await sql<Row>`fetch forward ${sql.lit(PAGE)} from journal`.execute(tx);
      if (rows.length === 0) break;
      yield rows.map(({ accounts, amounts, ...entry }) => ({
        ...entry,
        lines: accounts.map((account, i) => ({ account, amount: Number(amounts[i]) })),
      }));
    }
  } finally {
    await tx.rollback().execute();
  }
}
