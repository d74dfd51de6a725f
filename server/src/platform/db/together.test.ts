import assert from 'node:assert/strict';
import { test } from 'node:test';
import { businessDate, instant } from '@miaodai/values';
import { sql } from 'kysely';
import { aDatabase } from '../../../test-kit/database.ts';
import { transactions } from '../context.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { Db, Tx } from './connect.ts';
import { inTransaction, together } from './together.ts';

const now = instant('2030-01-01T00:00:00Z');
const open = (tx: Tx, day: string) =>
  tx
    .insertInto('calendar.business_days')
    .values({ business_on: businessDate(day), opened_at: now })
    .execute();
const fail = (tx: Tx) => sql`select 1 / 0`.execute(tx);
async function days(db: Db): Promise<string[]> {
  const rows = await db
    .selectFrom('calendar.business_days')
    .select('business_on')
    .where('business_on', '>=', businessDate('2030-01-01'))
    .orderBy('business_on')
    .execute();
  return rows.map((row) => row.business_on);
}

test('statements that go out together are taken in their order, and commit together', async (t) => {
  const { db } = await aDatabase(t);
  const seen = await inTransaction(db, async (tx) => {
    const [, , found] = await together([open(tx, '2030-01-01'), open(tx, '2030-01-02'), days(tx)]);
    return found;
  });
  assert.deepEqual(seen, ['2030-01-01', '2030-01-02']);
  assert.deepEqual(await days(db), seen);
});

test('where one fails nothing remains, neither of those before it nor of those behind it', async (t) => {
  const { db } = await aDatabase(t);
  const work = inTransaction(db, (tx) => together([open(tx, '2030-01-01'), fail(tx), open(tx, '2030-01-02')]));
  await assert.rejects(work, /division by zero/);
  assert.deepEqual(await days(db), []);
});

test('what takes several turns is waited for where another fails at once: nothing is written behind the rollback', async (t) => {
  const { db } = await aDatabase(t);
  let ended = false;
  const slowly = async (tx: Tx) => {
    try {
      await days(tx);
      await open(tx, '2030-01-01');
    } finally {
      ended = true;
    }
  };
  const work = inTransaction(db, (tx) => together([Promise.reject(new Error('no')), slowly(tx)]));
  await assert.rejects(work, /^Error: no$/);
  assert.ok(ended);
  assert.deepEqual(await days(db), []);
});

test('what is told is the cause, not that the transaction had been given up by then', async (t) => {
  const { db } = await aDatabase(t);
  const slowly = async (tx: Tx) => {
    await days(tx);
    await open(tx, '2030-01-01');
  };
  await assert.rejects(
    inTransaction(db, (tx) => together([slowly(tx), fail(tx)])),
    /division by zero/,
  );
});

test('a command that fails after it has emitted fails with its own cause', async (t) => {
  const { db } = await aDatabase(t);
  const jobs = {
    async enqueue(tx: Tx, queue: string, subject: string) {
      await days(tx);
      await open(tx, '2030-01-01');
      return { queue, subject, jobId: '', now: false };
    },
  } as unknown as Jobs;
  const today = () => Promise.resolve(businessDate('2030-01-01'));
  const inTx = transactions({ db, jobs, today, clock: { now: () => now } });
  const work = inTx(async ({ tx, emit }) => {
    emit('something.happened', 's1');
    await fail(tx);
  });
  await assert.rejects(work, /division by zero/);
  assert.deepEqual(await days(db), []);
});

test('a failure that the work did not look at fails the commit', async (t) => {
  const { db } = await aDatabase(t);
  const work = inTransaction(db, async (tx) => {
    await open(tx, '2030-01-01');
    await fail(tx).catch(() => undefined);
  });
  await assert.rejects(work, /aborted/i);
  assert.deepEqual(await days(db), []);
});

test('a connection that is cut in a transaction fails it with its cause, and the pool goes on', async (t) => {
  const { db } = await aDatabase(t);
  const work = inTransaction(db, async (tx) => {
    await open(tx, '2030-01-01');
    await sql`select pg_terminate_backend(pg_backend_pid())`.execute(tx);
  });
  await assert.rejects(work, /terminat/);
  assert.deepEqual(await days(db), []);
  await inTransaction(db, (tx) => open(tx, '2030-01-02'));
  assert.deepEqual(await days(db), ['2030-01-02']);
});

test('one connection is used by one transaction after the other', async (t) => {
  const { db } = await aDatabase(t);
  for (const day of ['2030-01-01', '2030-01-02', '2030-01-03']) await inTransaction(db, (tx) => open(tx, day));
  assert.equal((await days(db)).length, 3);
});
