import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { addDays, businessDate, instant, type BusinessDate } from '@miaodai/values';
import { aDatabase } from '../../../test-kit/database.ts';
import { openBusinessDay, today } from '../../bank/calendar/index.ts';
import { transactions } from '../../platform/context.ts';
import { createJobs } from '../../platform/jobs/jobs.ts';
import { createLog } from '../../platform/telemetry/log.ts';
import { createMetrics } from '../../platform/telemetry/metrics.ts';
import { beginWhenDue, retryDayEnd, travelTo } from './begin.ts';
import { readClockwork, readPosition } from './clockwork.store.ts';
import { STEPS, type StepName } from './day-end.rules.ts';
import { runDayEnd, type At, type Chunk, type DayEndStep, type Engine } from './run.ts';

const FIRST = businessDate('2026-11-20');
const LOANS = 7;

/** A bank on a Friday whose calendar has come to Monday; its steps only note what they are asked to do, three loans at a time. */
async function aBank(t: TestContext, over: Partial<Record<StepName, (at: At) => Chunk>> = {}) {
  const { db, url } = await aDatabase(t);
  const log = createLog('silent');
  const jobs = createJobs({ databaseUrl: url, log, metrics: createMetrics(), connections: 2 });
  // The test says when a job runs.
  await jobs.start({ 'day-end.step': () => Promise.resolve() });
  t.after(() => jobs.stop());
  const clock = { now: () => instant('2026-11-23T02:00:00Z') };
  await openBusinessDay(db, FIRST, clock.now());
  const inTx = transactions({ db, clock, jobs, today });
  const did: string[] = [];
  const three = ({ cursor }: At): Chunk => {
    const done = Math.min(3, LOANS - Number(cursor ?? 0));
    const next = Number(cursor ?? 0) + done;
    return { done, cursor: next < LOANS ? String(next) : null };
  };
  const steps = STEPS.map((name): DayEndStep => ({
    name,
    total: () => Promise.resolve(LOANS),
    async chunk({ tx, now }, at) {
      const chunk = (over[name] ?? three)(at);
      did.push(`${at.on} ${name} ${at.cursor ?? ''}`.trim());
      if (name === 'open-next-day') await openBusinessDay(tx, addDays(at.on, 1), now);
      return name === 'open-next-day' ? { done: 1, cursor: null } : chunk;
    },
  }));
  const engine: Engine = { db, inTx, log, steps };
  const goOn = async () => {
    const { stretch } = await readClockwork(db);
    await runDayEnd(engine, { subject: String(stretch), completeIn: () => Promise.resolve() });
  };
  const runs = () => db.selectFrom('day_end.runs').select(['business_on', 'state']).orderBy('business_on').execute();
  return { db, inTx, engine, did, goOn, runs };
}

const dayAndName = (did: readonly string[], on: BusinessDate, name: StepName) =>
  did.filter((one) => one.startsWith(`${on} ${name}`));

test('days that were missed are ended one after the other, however often the clock strikes', async (t) => {
  const { db, inTx, did, goOn, runs } = await aBank(t);
  await Promise.all(Array.from({ length: 4 }, () => beginWhenDue(inTx)));
  await goOn();
  await beginWhenDue(inTx);
  assert.equal(await today(db), '2026-11-23', 'as far as the calendar, and no further');
  assert.deepEqual(
    (await runs()).map(({ business_on: on, state }) => `${on} ${state}`),
    ['2026-11-20 done', '2026-11-21 done', '2026-11-22 done'],
  );
  assert.deepEqual(dayAndName(did, FIRST, 'accrue'), [
    ...['2026-11-20 accrue', '2026-11-20 accrue 3', '2026-11-20 accrue 6'],
  ]);
});

test('two nodes at the same job do each chunk once', async (t) => {
  const { db, inTx, did, goOn } = await aBank(t);
  await beginWhenDue(inTx);
  await Promise.all([goOn(), goOn(), goOn()]);
  assert.equal(await today(db), '2026-11-23');
  assert.equal(new Set(did).size, did.length);
  const { done } = await db
    .selectFrom('day_end.steps')
    .select(({ fn }) => fn.sum<string>('done').as('done'))
    .where('step', '=', 'age')
    .executeTakeFirstOrThrow();
  assert.equal(Number(done), 3 * LOANS);
});

test('a job of a stretch that is over has nothing to do', async (t) => {
  const { inTx, engine, did } = await aBank(t);
  await beginWhenDue(inTx);
  await runDayEnd(engine, { subject: '0', completeIn: () => Promise.resolve() });
  assert.deepEqual(did, []);
});

test('a step that fails again and again stops the run for a person; tried again it goes on from its cursor', async (t) => {
  let broken = true;
  const { db, inTx, did, goOn } = await aBank(t, {
    accrue: ({ cursor }) => {
      if (cursor === '3' && broken) throw new Error('the disk is full');
      return cursor === null ? { done: 3, cursor: '3' } : { done: 4, cursor: null };
    },
  });
  await beginWhenDue(inTx);
  for (let tries = 1; tries <= 5; tries += 1) await goOn();
  const stopped = await readPosition(db);
  assert.deepEqual(
    { ...stopped, runId: '', touchedAt: '' },
    {
      ...{ runId: '', on: FIRST, state: 'stopped', stepNo: 4, step: 'accrue', began: true, cursor: '3' },
      ...{ failures: 5, touchedAt: '' },
    },
  );
  assert.equal(await today(db), FIRST, 'customers go on in the day that it was');
  const open = () => db.selectFrom('cases.cases').select(['kind', 'subject']).where('closed_at', 'is', null).execute();
  assert.deepEqual(await open(), [{ kind: 'day-end-stopped', subject: stopped?.runId }]);
  await beginWhenDue(inTx);
  await goOn();
  assert.equal((await readPosition(db))?.state, 'stopped', 'nobody but a person starts it again');

  broken = false;
  assert.equal(await inTx((context) => retryDayEnd(context)), true);
  assert.equal(await inTx((context) => retryDayEnd(context)), false);
  await goOn();
  assert.equal(await today(db), '2026-11-23');
  // Its first chunk was rolled back once with the second, which it shared a transaction with; from then on it stood.
  assert.deepEqual([...new Set(dayAndName(did, FIRST, 'accrue'))], ['2026-11-20 accrue', '2026-11-20 accrue 3']);
  assert.deepEqual(await open(), []);
});

test('what is found wrong is told once, however many nights it is found, and holds nobody up', async (t) => {
  const { db, inTx, goOn } = await aBank(t, {
    prove: () => ({ done: LOANS, cursor: null, findings: [{ key: 'sum:1303-01', words: '1303-01 贷款本金不符' }] }),
  });
  await beginWhenDue(inTx);
  await goOn();
  assert.equal(await today(db), '2026-11-23');
  const found = await db.selectFrom('day_end.findings').select(['step', 'words']).execute();
  assert.equal(found.length, 3);
  const cases = await db.selectFrom('cases.cases').select(['kind', 'reason']).execute();
  assert.deepEqual(cases, [{ kind: 'day-end-finding', reason: '1303-01 贷款本金不符' }]);
});

test('days go by up to the one that was wished for, and never back', async (t) => {
  const { db, inTx, goOn } = await aBank(t);
  const until = businessDate('2026-12-03');
  assert.equal(await inTx((context) => travelTo(context, until)), true);
  await goOn();
  assert.equal(await today(db), until);
  assert.equal(await inTx((context) => travelTo(context, FIRST)), false);
  assert.equal(await inTx((context) => travelTo(context, until)), false);
});
