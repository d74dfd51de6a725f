import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { sql } from 'kysely';
import { aDatabase } from '../../../test-kit/database.ts';
import type { Db } from '../db/connect.ts';
import { createLog } from '../telemetry/log.ts';
import { createMetrics } from '../telemetry/metrics.ts';
import { createJobs, type Handler } from './jobs.ts';

const QUEUE = 'something.happened';

async function aQueue(t: TestContext, handler: Handler = () => Promise.resolve()) {
  const { db, url } = await aDatabase(t);
  const jobs = createJobs({ databaseUrl: url, log: createLog('silent'), metrics: createMetrics(), connections: 3 });
  await jobs.start({ [QUEUE]: handler });
  let stopped: Promise<void> | undefined;
  const stop = () => (stopped ??= jobs.stop());
  t.after(stop);
  return { db, jobs, stop };
}

const statesOf = async (db: Db) => {
  const { rows } = await sql<{ state: string }>`select state from pgboss.job where name = ${QUEUE}`.execute(db);
  return rows.map(({ state }) => state);
};

/** Lets the time come for a job that waits. */
const letItCome = (db: Db) =>
  sql`update pgboss.job set start_after = now() where name = ${QUEUE} and state in ('created', 'retry')`.execute(db);

async function until<T>(look: () => Promise<T | undefined> | T | undefined): Promise<T> {
  const deadline = performance.now() + 20_000;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    assert.ok(performance.now() < deadline, 'waited in vain');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

test('what is rolled back has no job', async (t) => {
  const { db, jobs } = await aQueue(t);
  const work = db.transaction().execute(async (tx) => {
    await jobs.enqueue(tx, QUEUE, 's1');
    throw new Error('the business says no');
  });
  await assert.rejects(work, /the business says no/);
  assert.deepEqual(await statesOf(db), []);
});

test('a job is done once the effect commits, and not before', async (t) => {
  let runs = 0;
  const { db, jobs } = await aQueue(t, async (job) => {
    runs += 1;
    await db.transaction().execute(async (tx) => {
      await sql`insert into platform.rate_limits (subject, window_start, hits) values ('effect', now(), 1)`.execute(tx);
      await job.completeIn(tx);
      if (runs === 1) throw new Error('the database goes away at the commit');
    });
  });
  const emitted = await db.transaction().execute((tx) => jobs.enqueue(tx, QUEUE, 's1'));
  jobs.startNow([emitted]);
  await until(() => runs === 1 || undefined);
  await jobs.atWork(QUEUE, 's1');
  assert.deepEqual(await statesOf(db), ['created']);

  await letItCome(db);
  await until(async () => ((await statesOf(db))[0] === 'completed' ? true : undefined));
  assert.equal(runs, 2);
  const { rows } = await sql`select hits from platform.rate_limits where subject = 'effect'`.execute(db);
  assert.equal(rows.length, 1);
});

test('what the direct attempt has done is not done again by the queue', async (t) => {
  let runs = 0;
  const { db, jobs } = await aQueue(t, async (job) => {
    runs += 1;
    await db.transaction().execute((tx) => job.completeIn(tx));
  });
  jobs.startNow([await db.transaction().execute((tx) => jobs.enqueue(tx, QUEUE, 's1'))]);
  await until(async () => ((await statesOf(db))[0] === 'completed' ? true : undefined));
  await letItCome(db);
  // A second job goes through the same worker, so the first would have been taken by then.
  await db.transaction().execute((tx) => jobs.enqueue(tx, QUEUE, 's2', { afterSeconds: 0 }));
  await until(() => runs === 2 || undefined);
  await jobs.atWork(QUEUE, 's2');
  assert.equal(runs, 2);
});

test('a job that fails is tried again after a pause, and at last waits for a person', async (t) => {
  let runs = 0;
  const { db, jobs } = await aQueue(t, () => {
    runs += 1;
    return Promise.reject(new Error('always'));
  });
  await db.transaction().execute((tx) => jobs.enqueue(tx, QUEUE, 's1', { afterSeconds: 0 }));
  await until(async () => ((await statesOf(db))[0] === 'retry' ? true : undefined));
  const { rows } = await sql<{ later: boolean }>`
    select start_after > now() as later from pgboss.job where name = ${QUEUE}`.execute(db);
  assert.deepEqual(rows, [{ later: true }]);
  assert.deepEqual(await jobs.deadLetters(10), []);

  await sql`update pgboss.job set retry_count = retry_limit where name = ${QUEUE}`.execute(db);
  await letItCome(db);
  const [dead] = await until(async () => {
    const found = await jobs.deadLetters(10);
    return found.length > 0 ? found : undefined;
  });
  assert.deepEqual({ queue: dead?.queue, subject: dead?.subject }, { queue: QUEUE, subject: 's1' });
  assert.equal(runs, 2);
});

test('a crowd of jobs is worked off without pauses', async (t) => {
  let runs = 0;
  const { db, jobs } = await aQueue(t, () => {
    runs += 1;
    return Promise.resolve();
  });
  await db.transaction().execute(async (tx) => {
    for (let i = 0; i < 200; i += 1) await jobs.enqueue(tx, QUEUE, `s${i}`, { afterSeconds: 0 });
  });
  // Four workers that paused for 2 s after each job would need 100 s.
  await until(() => runs === 200 || undefined);
});

test('the clock of a job is the bank’s, in Shanghai', async (t) => {
  const { db, jobs } = await aQueue(t);
  await jobs.cron(QUEUE, '0 0 * * *');
  await jobs.cron(QUEUE, '0 0 * * *');
  const { rows } = await sql`select name, cron, timezone from pgboss.schedule`.execute(db);
  assert.deepEqual(rows, [{ name: QUEUE, cron: '0 0 * * *', timezone: 'Asia/Shanghai' }]);
});

test('a stop waits for what is at work, and what comes then is left to others', async (t) => {
  let finish = (): void => assert.fail('nothing is at work');
  let begun = false;
  let finished = false;
  const { db, jobs, stop } = await aQueue(t, async (job) => {
    begun = true;
    await new Promise<void>((resolve) => (finish = resolve));
    await db.transaction().execute((tx) => job.completeIn(tx));
    finished = true;
  });
  jobs.startNow([await db.transaction().execute((tx) => jobs.enqueue(tx, QUEUE, 's1'))]);
  await until(() => begun || undefined);
  const late = await db.transaction().execute((tx) => jobs.enqueue(tx, QUEUE, 's2'));
  const stopping = stop();
  jobs.startNow([late]);
  assert.equal(jobs.atWork(QUEUE, 's2'), undefined);
  finish();
  await stopping;
  assert.equal(finished, true);
  assert.deepEqual((await statesOf(db)).toSorted(), ['completed', 'created']);
});

test('a stop comes to its end while work keeps coming', async (t) => {
  let runs = 0;
  const { db, jobs, stop } = await aQueue(t, async (job) => {
    runs += 1;
    await db.transaction().execute(async (tx) => {
      // Each run calls for the next, at once.
      await jobs.enqueue(tx, QUEUE, 'next', { afterSeconds: 0 });
      await job.completeIn(tx);
    });
  });
  await db.transaction().execute(async (tx) => {
    for (let i = 0; i < 50; i += 1) await jobs.enqueue(tx, QUEUE, `s${i}`, { afterSeconds: 0 });
  });
  await until(() => runs >= 200 || undefined);
  await stop();
  assert.ok((await statesOf(db)).includes('created'), 'the rest is left to others');
});
