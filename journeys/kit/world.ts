import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { businessDate } from '@miaodai/values';
import { tmpdir } from 'node:os';
import { rm } from 'node:fs/promises';
import { startSimulators, type SimulatorOptions } from '../../simulators/src/start-simulators.ts';
import { temporaryDatabase } from '../../simulators/src/testing.ts';
import { lastFirst, once, type Cleanup } from '../../server/test-kit/cleanup.ts';
import { aDatabase, requireAdminUrl, type TestDatabase } from '../../server/test-kit/database.ts';
import { movableClock, type Clock } from '../../server/src/platform/clock.ts';
import { readConfig } from '../../server/src/platform/config.ts';
import { passwordHasher } from '../../server/src/platform/crypto/passwords.ts';
import { classOf } from '../../server/src/customer/privacy/index.ts';
import { openMasterKey } from '../../server/src/platform/crypto/open-master-key.ts';
import { loadVault } from '../../server/src/platform/crypto/open-vault.ts';
import { ensureMasterKey } from '../../server/src/platform/crypto/vault.ts';
import type { Db } from '../../server/src/platform/db/connect.ts';
import { createLog } from '../../server/src/platform/telemetry/log.ts';
import { seedBank } from '../../server/src/seed/seed-bank.ts';
import { seedCustomer } from '../../server/src/seed/seed-customer.ts';
import { wire } from '../../server/src/wiring.ts';
import { Borrower } from './borrower.ts';
import { introduceToSimulators, tell } from './introduce.ts';
import { mailReports } from './mail.ts';
import type { Person } from './persons.ts';
import { outsideEnv } from './processes.ts';
import { authorityFile, signingKeysEnv } from './signing-keys.ts';

/** A bank of its own for one test: database, simulators and what a server needs to know of both. Gone with the test. */
export type World = {
  database: TestDatabase;
  db: Db;
  /** Nobody is connected to its databases any more; they stay until the test ends. */
  rest(): Promise<void>;
  controlUrl: string;
  /** The environment of a server of this world; it takes any free port. */
  env: Record<string, string>;
  /** Makes persons known to the bank and to the outside systems. */
  settle(...persons: Person[]): Promise<void>;
  faults(lines: object[]): Promise<void>;
  transfersAtTheCore(): Promise<{ requestNo: string; amountFen: number; toAccountNo: string; coreSerialNo: string }[]>;
  coreBalance(accountNo: string): Promise<number>;
};

export async function aWorld(t: Cleanup, simulatorOptions: Partial<SimulatorOptions> = {}): Promise<World> {
  const database = await aDatabase(t);
  const simulatorsDatabase = await temporaryDatabase(requireAdminUrl());
  const simulators = await startSimulators({
    databaseUrl: simulatorsDatabase.url,
    authorityFile: authorityFile(),
    ...simulatorOptions,
  });
  const signingKeys = await signingKeysEnv(simulators.urls);
  const keyFile = join(tmpdir(), `miaodai-${randomBytes(6).toString('hex')}.key`);
  ensureMasterKey(keyFile);
  const close = once(() => simulators.close());
  lastFirst(t).after(async () => {
    await close();
    await simulatorsDatabase.drop();
    await rm(keyFile);
  });
  await seedBank(database.db, businessDate('2020-01-01'));
  const vault = await loadVault({ db: database.db, master: openMasterKey(keyFile), classOf });
  const needs = { db: database.db, vault, hasher: passwordHasher(vault.derive('password-pepper')) };
  const { controlUrl } = simulators;
  return {
    database,
    db: database.db,
    async rest() {
      await close();
      await database.close();
    },
    controlUrl,
    env: {
      ...outsideEnv(simulators.urls),
      ...signingKeys,
      MAIL_REPORT_SECRET_FILE: mailReports().file,
      DATABASE_URL: database.url,
      MIAODAI_MASTER_KEY_FILE: keyFile,
      // Long enough for a machine that runs other tests beside this one.
      OUTSIDE_DEADLINE_MS: '2000',
      // Looking at faces takes seconds: the tests of the face check ask for it.
      FACE_ENGINE: 'stand-in',
      ENVIRONMENT: 'test',
      DATABASE_CONNECTIONS: '8',
      PORT: '0',
      LOG_LEVEL: 'error',
    },
    async settle(...persons) {
      await introduceToSimulators(controlUrl, persons);
      for (const person of persons) await seedCustomer(needs, person, movableClock().now());
    },
    faults: async (lines) => void (await tell(controlUrl, 'PUT', '/faults', lines)),
    transfersAtTheCore: () => tell(controlUrl, 'GET', '/transfers'),
    coreBalance: async (accountNo) =>
      (await tell<{ balanceFen: number }>(controlUrl, 'GET', `/accounts/${accountNo}`)).balanceFen,
  };
}

/** The server of a world inside the test's own process: quick to start, with a clock that the test may move. */
export async function serve(t: Cleanup, world: World, { clock }: { clock?: Clock } = {}) {
  const log = createLog('fatal');
  const server = await wire(readConfig(world.env), { log, ...(clock ? { clock } : {}) });
  const { url } = await server.start();
  let stopped = false;
  const stop = async () => {
    if (!stopped) await server.stop();
    stopped = true;
  };
  lastFirst(t).after(stop);
  return {
    url,
    stop,
    needs: server.needs,
    ring: server.ring,
    borrower: (person: Person) => new Borrower(url, world.controlUrl, person),
  };
}
