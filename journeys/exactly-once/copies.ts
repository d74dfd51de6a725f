import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { lastFirst, type Cleanup } from '../../server/test-kit/cleanup.ts';
import { requireAdminUrl } from '../../server/test-kit/database.ts';
import { database, pool } from '../../server/src/platform/db/connect.ts';
import { startSimulators } from '../../simulators/src/start-simulators.ts';
import { temporaryDatabase } from '../../simulators/src/testing.ts';
import { tell } from '../kit/introduce.ts';
import { outsideEnv } from '../kit/processes.ts';
import { aWorld, type World } from '../kit/world.ts';

export type CopiedWorld = Pick<World, 'db' | 'env' | 'controlUrl' | 'faults' | 'transfersAtTheCore' | 'coreBalance'>;
/** A world at rest: nobody is connected to its databases, so that they can be copied. */
export type StillWorld = { databaseUrl: string; simulatorsUrl: string; env: Record<string, string> };

/** Plays in a world of its own and leaves it still: what many tests have in common is walked through once. */
export async function stillWorld(t: Cleanup, play: (t: Cleanup, world: World) => Promise<void>): Promise<StillWorld> {
  const simulators = await temporaryDatabase(requireAdminUrl());
  lastFirst(t).after(() => simulators.drop());
  const world = await aWorld(t, { databaseUrl: simulators.url });
  const ends: (() => Promise<void>)[] = [];
  await play({ after: (work) => void ends.push(work) }, world);
  for (const end of ends.toReversed()) await end();
  await world.rest();
  return { databaseUrl: world.database.url, simulatorsUrl: simulators.url, env: world.env };
}

/** A world that begins where the still one ended; gone with the test. */
export async function copyOf(t: Cleanup, still: StillWorld): Promise<CopiedWorld> {
  const databaseUrl = await copyDatabase(t, still.databaseUrl);
  const simulators = await startSimulators({ databaseUrl: await copyDatabase(t, still.simulatorsUrl) });
  const db = database(pool(databaseUrl, { max: 4 }));
  lastFirst(t).after(async () => {
    await simulators.close();
    await db.destroy();
  });
  const { controlUrl } = simulators;
  return {
    ...{ db, controlUrl },
    // A loaded machine is not a silent system: only what a test wants to be late is late.
    env: { ...still.env, ...outsideEnv(simulators.urls), DATABASE_URL: databaseUrl, OUTSIDE_DEADLINE_MS: '3000' },
    faults: async (lines) => void (await tell(controlUrl, 'PUT', '/faults', lines)),
    transfersAtTheCore: () => tell(controlUrl, 'GET', '/transfers'),
    coreBalance: async (accountNo) =>
      (await tell<{ balanceFen: number }>(controlUrl, 'GET', `/accounts/${accountNo}`)).balanceFen,
  };
}

/** One after the other: PostgreSQL lets nobody else into a template while it is copied. */
let copying: Promise<unknown> = Promise.resolve();

async function copyDatabase(t: Cleanup, url: string): Promise<string> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  const template = new URL(url).pathname.slice(1);
  copying = copying.then(() => asAdmin(`create database ${name} template ${template} strategy file_copy`));
  await copying;
  lastFirst(t).after(() => asAdmin(`drop database if exists ${name} with (force)`));
  return url.replace(/\/[^/]*$/, `/${name}`);
}

async function asAdmin(statement: string): Promise<void> {
  const admin = new pg.Client({ connectionString: requireAdminUrl() });
  await admin.connect();
  try {
    await admin.query(statement);
  } finally {
    await admin.end();
  }
}
