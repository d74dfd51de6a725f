import pg from 'pg';
import { setTimeout as pause } from 'node:timers/promises';
import { startPostgres } from '../src/platform/db/embedded-postgres.ts';

/** Held, shared, by every test run that uses the server: a run that dies lets go of it with its connection. */
const IN_USE = `hashtext('miaodai test runs')`;

export type SharedPostgres = { adminUrl: string; letGo(): Promise<void> };

/** One PostgreSQL for all test runs of a checkout that overlap: the first one starts it, the last one stops it. */
export async function sharePostgres(folder: string, settings: readonly string[] = []): Promise<SharedPostgres> {
  const deadline = performance.now() + 60_000;
  for (;;) {
    const server = await startPostgres(folder, settings);
    const inUse = await holdOn(server.adminUrl);
    if (inUse) return { adminUrl: server.adminUrl, letGo: () => letGo(inUse, server.stop) };
    if (performance.now() > deadline) throw new Error(`PostgreSQL in ${folder} is stopped again and again`);
    await pause(100);
  }
}

/** Undefined where another run, the last one before us, is stopping the server. */
async function holdOn(adminUrl: string): Promise<pg.Client | undefined> {
  const client = new pg.Client({ connectionString: adminUrl });
  // The server may be stopped under us; whoever waits for an answer is told by that answer.
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query(`select pg_advisory_lock_shared(${IN_USE})`);
    return client;
  } catch {
    await client.end().catch(() => undefined);
    return undefined;
  }
}

async function letGo(client: pg.Client, stop: () => Promise<void>): Promise<void> {
  try {
    await client.query(`select pg_advisory_unlock_shared(${IN_USE})`);
    const { rows } = await client.query<{ last: boolean }>(`select pg_try_advisory_lock(${IN_USE}) as last`);
    // A run that begins now waits for this lock, is thrown out by the stop and starts the server anew.
    if (rows[0]?.last) await stop();
  } catch {
    // It was the other's turn to stop the server, and they have.
  } finally {
    await client.end().catch(() => undefined);
  }
}
