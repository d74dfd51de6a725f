import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { businessDate, fen } from '@miaodai/values';
import { CompiledQuery } from 'kysely';
import { accounts, credit, debit, post, postMany, type Entry } from '../server/src/ledger/index.ts';
import { database, pool, type Db, type Tx } from '../server/src/platform/db/connect.ts';
import { dataFolder, startPostgres } from '../server/src/platform/db/embedded-postgres.ts';
import { createJobs } from '../server/src/platform/jobs/jobs.ts';
import { prepareDatabase } from '../server/src/platform/prepare-database.ts';
import { createLog } from '../server/src/platform/telemetry/log.ts';
import { createMetrics } from '../server/src/platform/telemetry/metrics.ts';
import { MINIMUM_SCHEMA, OUTBOX_ROW, postByHand, postInOneStatement, type Posting } from './ledger-minimum.ts';

export const ACCOUNTS = 1_000;
/** A hundred million yuan on each account: no random walk empties it. */
const OPENING_FEN = 10_000_000_000;
const QUEUE = 'bench';
const TODAY = businessDate('2026-11-23');

export type Variant = { work(posting: Posting): Promise<unknown>; hotOnly?: true };
export type LedgerWorld = {
  db: Db;
  server: string;
  variants: Record<string, Variant>;
  /** Entries a second in calls of a thousand. */
  bulkRate(): Promise<number>;
  stop(): Promise<void>;
};

/** A PostgreSQL of its own with durable commits, a fresh database in it, and the same accounts on both sides. */
export async function aLedgerWorld(): Promise<LedgerWorld> {
  // A server of its own: another bench that runs at the same time would stop it at its end.
  const folder = join(dataFolder(), 'bench-ledger-postgres');
  mkdirSync(folder, { recursive: true });
  const server = await startPostgres(folder);
  const name = `bench_${randomUUID().replaceAll('-', '').slice(0, 12)}`;
  const admin = pool(server.adminUrl, { max: 1, role: '' });
  await admin.query(`create database ${name}`);
  const url = server.adminUrl.replace(/\/[^/]*$/, `/${name}`);
  await prepareDatabase(url);
  const owner = pool(url, { max: 1, role: '' });
  await owner.query(MINIMUM_SCHEMA);

  // The product's own pool: more clients than connections wait here, not in the database.
  const connections = pool(url);
  const db = database(connections);
  const log = createLog('warn');
  const jobs = createJobs({ databaseUrl: url, log, metrics: createMetrics(), connections: 2 });
  await jobs.start({ [QUEUE]: () => Promise.resolve() });
  await openAccounts(db, owner);
  await owner.query('vacuum analyze');
  const { rows } = await owner.query<{ server_version: string }>('show server_version');

  const posted = (posting: Posting, emit: (tx: Tx) => Promise<unknown>) =>
    db.transaction().execute(async (tx) => {
      await post(tx, entryOf(posting));
      await emit(tx);
    });
  const outboxRow = (tx: Tx) =>
    tx.executeQuery(CompiledQuery.raw(OUTBOX_ROW, [randomUUID(), QUEUE, '{"subject":"bench"}']));
  return {
    db,
    server: `PostgreSQL ${rows[0]?.server_version ?? ''}`,
    variants: {
      'minimum by hand': { work: (posting) => postByHand(connections, posting, QUEUE) },
      ledger: { work: (posting) => posted(posting, outboxRow) },
      'ledger, outbox by pg-boss': {
        work: (posting) => posted(posting, (tx) => jobs.enqueue(tx, QUEUE, 'bench', { afterSeconds: 86_400 })),
      },
      'minimum in one statement': { work: (posting) => postInOneStatement(connections, posting, QUEUE), hotOnly: true },
    },
    bulkRate: () => bulkRate(db),
    async stop() {
      await jobs.stop();
      await db.destroy();
      await owner.end();
      await admin.query(`drop database ${name} with (force)`);
      await admin.end();
      await server.stop();
    },
  };
}

function entryOf({ ref, to, from, amountFen }: Posting): Entry {
  const credited = from === undefined ? accounts.limitGranted : accounts.limitAvailable(from);
  const amount = fen(amountFen);
  return {
    ref,
    on: TODAY,
    memo: 'bench',
    lines: [debit(accounts.limitAvailable(to), amount), credit(credited, amount)],
  };
}

async function openAccounts(db: Db, owner: ReturnType<typeof pool>): Promise<void> {
  const names = Array.from({ length: ACCOUNTS }, (_, i) => `p${i}`);
  const openings = names.map((to) => entryOf({ ref: `opening:${to}`, to, from: undefined, amountFen: OPENING_FEN }));
  await db.transaction().execute((tx) => postMany(tx, openings));
  await owner.query('insert into minimum.accounts (account, balance_fen) select unnest($1::text[]), $2', [
    names,
    OPENING_FEN,
  ]);
}

async function bulkRate(db: Db): Promise<number> {
  const CALLS = 10;
  const batches = Array.from({ length: CALLS }, () =>
    Array.from({ length: 1_000 }, (_, i) =>
      entryOf({ ref: `bulk:${randomUUID()}`, to: `p${i % ACCOUNTS}`, from: undefined, amountFen: 1 }),
    ),
  );
  const started = performance.now();
  for (const batch of batches) await db.transaction().execute((tx) => postMany(tx, batch));
  return (CALLS * 1_000_000) / (performance.now() - started);
}
