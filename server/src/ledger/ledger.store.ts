import { fen, type BusinessDate, type Fen } from '@miaodai/values';
import { sql } from 'kysely';
import type { Db, Tx } from '../platform/db/connect.ts';
import type { Account } from './chart-of-accounts.ts';
import { linesInOrder, type Entry } from './ledger.rules.ts';
import { onlyRow } from './only-row.ts';

export type Posted = 'posted' | 'known';

/** One call of a stored function: one round trip, and the only way that the server's role may write here. */
export async function callPost(tx: Tx, entry: Entry): Promise<Posted> {
  const lines = linesInOrder(entry);
  const { rows } = await sql<{ outcome: Posted }>`
    select ledger.post(
      ${entry.ref},
      ${entry.on},
      ${entry.memo},
      ${lines.map(({ account }) => account)},
      ${lines.map(({ amount }) => amount)}
    ) as outcome`.execute(tx);
  return onlyRow(rows).outcome;
}

/** In the order of the entries. */
export async function callPostMany(tx: Tx, entries: readonly Entry[]): Promise<Posted[]> {
  const lines = entries.flatMap((entry, i) => linesInOrder(entry).map((line) => ({ ...line, entryNo: i + 1 })));
  const { rows } = await sql<{ outcome: Posted }>`
    select outcome
    from ledger.post_many(
      ${entries.map(({ ref }) => ref)},
      ${entries.map(({ on }) => on)},
      ${entries.map(({ memo }) => memo)},
      ${lines.map(({ entryNo }) => entryNo)},
      ${lines.map(({ account }) => account)},
      ${lines.map(({ amount }) => amount)}
    ) as outcome`.execute(tx);
  return rows.map(({ outcome }) => outcome);
}

export const savepoint = (tx: Tx) => sql`savepoint books`.execute(tx);
export const releaseSavepoint = (tx: Tx) => sql`release savepoint books`.execute(tx);
export const rollbackToSavepoint = (tx: Tx) => sql`rollback to savepoint books`.execute(tx);

/** On the normal side of the account's code. */
export async function exactBalance(db: Db | Tx, account: Account): Promise<Fen> {
  const { rows } = await sql<{ balance: number }>`
    select balance_fen as balance
    from ledger.exact_accounts
    where account = ${account}`.execute(db);
  return fen(rows[0]?.balance ?? 0);
}

/** Of all exact accounts of a code, on its normal side: a range of the key, whatever else is in the books. */
export async function exactBalances(db: Db | Tx, code: string): Promise<Fen> {
  // '0' follows '/'.
  const { rows } = await sql<{ balance: number }>`
    select coalesce(sum(balance_fen), 0)::bigint as balance
    from ledger.exact_accounts
    where account > ${`${code}/`}
      and account < ${`${code}0`}`.execute(db);
  return fen(onlyRow(rows).balance);
}

/** On the debit side. Folded and tail in one statement, so in one snapshot. */
export async function rolledBalance(db: Db | Tx, account: Account): Promise<Fen> {
  const { rows } = await sql<{ balance: number }>`
    select (
      coalesce((select balance_fen from ledger.folded where account = ${account}), 0)
      + coalesce((
          select sum(debit_fen - credit_fen)
          from ledger.lines
          where account_version is null
            and account = ${account}
            and posted_in >= (select folded_through from ledger.fold_watermark)
        ), 0)
    )::bigint as balance`.execute(db);
  return fen(onlyRow(rows).balance);
}

export async function foldRolledLines(db: Db): Promise<number> {
  const { rows } = await sql<{ lines: number }>`select ledger.fold_rolled() as lines`.execute(db);
  return onlyRow(rows).lines;
}

export type TrialBalanceRow = { code: string; debitFen: Fen; creditFen: Fen };

/** From the lines alone: balances kept elsewhere are proved against it, not read into it. */
export async function lineSums(db: Db | Tx, on: BusinessDate | null): Promise<TrialBalanceRow[]> {
  const { rows } = await sql<{ code: string; debitFen: number; creditFen: number }>`
    select split_part(l.account, '/', 1) as code,
      sum(l.debit_fen)::bigint as "debitFen",
      sum(l.credit_fen)::bigint as "creditFen"
    from ledger.lines l
    join ledger.entries e on e.posted_in = l.posted_in and e.entry_id = l.entry_id
    where ${on}::date is null or e.on_date <= ${on}
    group by 1
    order by 1`.execute(db);
  return rows.map((row) => ({ code: row.code, debitFen: fen(row.debitFen), creditFen: fen(row.creditFen) }));
}
