import { randomUUID } from 'node:crypto';
import type { pool } from '../server/src/platform/db/connect.ts';

type Pool = ReturnType<typeof pool>;
type Client = { query(statement: Named | string): Promise<{ rows: Record<string, number>[] }> };
type Named = { name: string; text: string; values: unknown[] };
/** From one exact account to another, or from the hot one where `from` is missing. */
export type Posting = { ref: string; to: string; from: string | undefined; amountFen: number };
const HOT = 'hot';

/**
 * The least that a careful engineer would write by hand for a posting that books once, keeps the balance of its exact accounts,
 * never goes below zero and leaves an outbox row: plain tables, named prepared statements, one transaction. No digest, no check
 * of the books at commit, no closed days, no chart.
 */
export const MINIMUM_SCHEMA = `
  create schema minimum;
  create table minimum.entries (
    entry_id bigint generated always as identity primary key,
    ref text not null unique,
    on_date date not null,
    memo text not null,
    recorded_at timestamptz not null default now()
  );
  create table minimum.lines (
    entry_id bigint not null,
    line_no int not null,
    account text not null,
    amount_fen bigint not null check (amount_fen <> 0),
    account_version bigint,
    balance_after_fen bigint,
    primary key (entry_id, line_no)
  );
  create table minimum.accounts (
    account text primary key,
    balance_fen bigint not null check (balance_fen >= 0),
    version bigint not null default 0
  );
  grant usage on schema minimum to miaodai_app;
  grant select, insert, update on all tables in schema minimum to miaodai_app`;

/** One row as pg-boss's send writes it, with the queue's settings; by hand, and the same on both sides of the comparison. */
export const OUTBOX_ROW = `
  insert into pgboss.job (id, name, data, start_after, keep_until, expire_seconds, deletion_seconds, retry_limit, retry_delay,
    retry_backoff, retry_delay_max, policy, dead_letter, heartbeat_seconds)
  select $1::uuid, name, $3::jsonb, now() + interval '1 day', now() + interval '2 days', expire_seconds, deletion_seconds,
    retry_limit, retry_delay, retry_backoff, retry_delay_max, policy, dead_letter, heartbeat_seconds
  from pgboss.queue
  where name = $2`;

const INSERT_ENTRY = `
  insert into minimum.entries (ref, on_date, memo) values ($1, $2, $3)
  on conflict (ref) do nothing
  returning entry_id`;
const MOVE = `
  update minimum.accounts set balance_fen = balance_fen + $2, version = version + 1
  where account = $1
  returning balance_fen, version`;
const INSERT_LINES = `
  insert into minimum.lines (entry_id, line_no, account, amount_fen, account_version, balance_after_fen)
  values ($1, 1, $2, $4, $5, $6), ($1, 2, $3, -$4::bigint, $7, $8)`;
/** On one exact account and one that is only appended to, a single statement will do: it waits for one row at most. */
const ALL_IN_ONE = `
  with entry as (
    insert into minimum.entries (ref, on_date, memo) values ($1, $2, $3)
    on conflict (ref) do nothing
    returning entry_id
  ), moved as (
    update minimum.accounts a set balance_fen = balance_fen + $6::bigint, version = version + 1
    from entry
    where a.account = $4::text
    returning a.balance_fen, a.version
  )
  insert into minimum.lines (entry_id, line_no, account, amount_fen, account_version, balance_after_fen)
  select entry_id, 1, $4::text, $6::bigint, version, balance_fen from entry, moved
  union all
  select entry_id, 2, $5::text, -$6::bigint, null, null from entry`;

const DAY = '2026-11-23';

/** Statement by statement; of the hot account nothing but its line is written. */
export async function postByHand(connections: Pool, posting: Posting, queue: string): Promise<void> {
  await inTransaction(connections, async (client) => {
    const { ref, to, from, amountFen } = posting;
    const entry = await client.query({ name: 'entry', text: INSERT_ENTRY, values: [ref, DAY, 'bench'] });
    const [inserted] = entry.rows;
    if (inserted === undefined) return; // Known already.
    const moved = new Map<string, Record<string, number> | undefined>();
    const moves: [string, number][] =
      from === undefined
        ? [[to, amountFen]]
        : [
            [to, amountFen],
            [from, -amountFen],
          ];
    for (const values of moves.toSorted(([a], [b]) => (a < b ? -1 : 1))) {
      moved.set(values[0], (await client.query({ name: 'move', text: MOVE, values })).rows[0]);
    }
    const [after, before] = [moved.get(to), moved.get(from ?? HOT)];
    const balances = [after?.['version'], after?.['balance_fen'], before?.['version'], before?.['balance_fen']];
    const values = [inserted['entry_id'], to, from ?? HOT, amountFen, ...balances];
    await client.query({ name: 'lines', text: INSERT_LINES, values });
    await client.query({ name: 'outbox', text: OUTBOX_ROW, values: [randomUUID(), queue, '{"subject":"bench"}'] });
  });
}

/** The fewest round trips that are possible beside a business transaction; for the hot account only. */
export async function postInOneStatement(connections: Pool, posting: Posting, queue: string): Promise<void> {
  await inTransaction(connections, async (client) => {
    const { ref, to, amountFen } = posting;
    const values = [ref, DAY, 'bench', to, HOT, amountFen];
    await client.query({ name: 'all', text: ALL_IN_ONE, values });
    await client.query({ name: 'outbox', text: OUTBOX_ROW, values: [randomUUID(), queue, '{"subject":"bench"}'] });
  });
}

async function inTransaction(connections: Pool, work: (client: Client) => Promise<void>): Promise<void> {
  const client = await connections.connect();
  try {
    await client.query('begin');
    await work(client);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
}
