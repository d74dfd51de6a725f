/**
 * Ten thousand applications made up at random, each decided by the job itself on the real database: each must end in one state and be
 * decided in the same way again. Then a stricter model is tried on all of them, as staff do before they publish it, while a timer asks
 * for its turn every few milliseconds: how late it comes is what other requests would wait. See docs/bench.md.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { businessDate, instant, type StaffId } from '@miaodai/values';
import { decideRandomly } from '../journeys/decision/random-applications.ts';
import { insertMember } from '../server/src/bank/staff/index.ts';
import {
  backTestWorkers,
  draftModel,
  findBackTest,
  resultOf,
  runBackTest,
  startBackTest,
} from '../server/src/lending/decision/index.ts';
import type { Context, InTx } from '../server/src/platform/context.ts';
import { vault as openVault } from '../server/src/platform/crypto/vault.ts';
import { database, pool } from '../server/src/platform/db/connect.ts';
import { dataFolder, startPostgres } from '../server/src/platform/db/embedded-postgres.ts';
import { prepareDatabase } from '../server/src/platform/prepare-database.ts';
import { seedBank } from '../server/src/seed/seed-bank.ts';
import { machine, table } from './measure.ts';

const DECISIONS = Number(process.env['BENCH_DECISIONS'] ?? 10_000);
const LIMIT_MS = 10_000;
const NOW = instant('2026-11-23T02:00:00.000Z');
const TODAY = businessDate('2026-11-23');
const MODEL = readFileSync(join(import.meta.dirname, '../server/src/seed/models/default.json'), 'utf8');

export async function run(): Promise<{ passed: boolean }> {
  const postgres = await startPostgres(join(dataFolder(), 'bench-postgres'));
  const name = `bench_${randomUUID().slice(0, 8)}`;
  const admin = pool(postgres.adminUrl, { max: 1, role: '' });
  await admin.query(`create database ${name}`);
  const url = postgres.adminUrl.replace(/\/[^/]*$/, `/${name}`);
  await prepareDatabase(url);
  const db = database(pool(url, { max: 12 }));
  const backTests = backTestWorkers();
  try {
    await seedBank(db, businessDate('2020-01-01'));
    const parts = { db, vault: openVault(randomBytes(32)) };
    const began = performance.now();
    const ended = await decideRandomly(parts, DECISIONS, 20_261_123);
    const seconds = (performance.now() - began) / 1000;
    console.log(
      `${machine()}\n${DECISIONS} applications decided, checked and decided again in ${seconds.toFixed(0)} s`,
    );
    console.log(
      `each in one state: ${Object.entries(ended)
        .map(([step, n]) => `${step} ${n}`)
        .join(', ')}\n`,
    );
    const inTx = ((work: (context: Context) => Promise<unknown>) =>
      db.transaction().execute((tx) => work({ tx, now: NOW, today: TODAY, emit: () => undefined }))) as InTx;
    return await tryOut({ ...parts, inTx, backTests });
  } finally {
    await backTests.stop();
    await db.destroy();
    await admin.query(`drop database ${name} with (force)`);
    await admin.end();
    if (!postgres.adopted) await postgres.stop();
  }
}

async function tryOut(needs: Parameters<typeof runBackTest>[0]): Promise<{ passed: boolean }> {
  const staffId = randomUUID() as StaffId;
  const member = { staffId, loginName: 'bench', name: '测试', branchCode: '*', roles: [], level: 0, passwordHash: '' };
  await insertMember(needs.db, member, NOW);
  const content = MODEL.replace('monthlyIncomeFen * 0.55', 'monthlyIncomeFen * 0.5');
  const id = await needs.inTx(async (context) => {
    const modelId = await draftModel(context, { productCode: null, content, note: 'bench' }, staffId);
    const started = await startBackTest(context, { modelId, productCode: null, from: TODAY, to: TODAY }, staffId);
    if (!started.ok) throw new Error(started.refusal);
    return started.value;
  });
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  const began = performance.now();
  await runBackTest(needs, { subject: id, completeIn: () => Promise.resolve() });
  const took = performance.now() - began;
  delay.disable();
  const test = await findBackTest(needs.db, id);
  const result = await resultOf(needs.db, id);
  if (test?.state !== 'done' || !result) throw new Error(`the back-test is ${test?.state ?? 'gone'}`);
  const rows = [
    ['decisions', String(result.decisions)],
    ['decided otherwise', String(result.decisions - result.same)],
    ['newly declined', String(result.newlyDeclined)],
    ['whole back-test, s', (took / 1000).toFixed(1)],
    ['event loop held up: p99, ms', (delay.percentile(99) / 1e6).toFixed(0)],
    ['event loop held up: longest, ms', (delay.max / 1e6).toFixed(0)],
  ];
  console.log(`${table(['back-test', ''], rows)}\n`);
  const passed = took <= LIMIT_MS && result.decisions === DECISIONS;
  console.log(`${passed ? 'PASS' : 'FAIL'}  ${DECISIONS} stored decisions in ≤ ${LIMIT_MS / 1000} s`);
  return { passed };
}
