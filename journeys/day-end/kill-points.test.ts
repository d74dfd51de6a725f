import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { test, type TestContext } from 'node:test';
import type { StillWorld } from '../exactly-once/copies.ts';
import { databaseProxy, type CommitPoint } from '../exactly-once/database-proxy.ts';
import { startServer } from '../kit/processes.ts';
import { aNight, aStillNight, NEXT, untilDay } from './night.ts';
import { outcomeOf } from './outcome.ts';

/** The n-th commit of a transaction that wrote these tables. */
type KillPoint = { tables: string; nth: number };
type Outcome = Awaited<ReturnType<typeof outcomeOf>>;

test('killed at any commit of a night, the bank comes to the same morning, to the row', async (t) => {
  const still = await aStillNight(t);
  const { points, morning } = await unharmed(t, still);
  // Sure of itself: what is due was taken where it was, what is late is late, and the sums agree.
  assert.deepEqual(morning['days'], [{ business_on: '2029-05-15' }, { business_on: '2029-05-16' }]);
  assert.deepEqual(morning['findings'], []);
  assert.ok(points.length >= 5, points.map(({ tables }) => tables).join('\n'));
  // Each is two starts of a server: every other one with every run, all of them with the long ones (`npm run chaos`).
  const all = process.env['CHAOS_RUNS'] !== undefined;
  const chosen = points.filter((_, i) => all || i % 2 === 0);
  await t.test('kill -9', { concurrency: 4 }, async (t) => {
    await Promise.all(
      chosen.map((point) =>
        t.test(`before the commit of ${point.tables} (${point.nth})`, async (t) => {
          assert.deepEqual(await killedAt(t, still, point), morning);
        }),
      ),
    );
  });
});

/** Walks through once, and notes every commit that moves the night on: with its steps, and with the money. */
async function unharmed(t: TestContext, still: StillWorld): Promise<{ points: KillPoint[]; morning: Outcome }> {
  const night = await aServedNight(t, still);
  const seen: string[] = [];
  night.proxy.watch((point, moment) => {
    if (moment === 'before' && isOfTheNight(point)) seen.push(point.tables);
    return 'go on';
  });
  await night.start();
  await untilDay(night.world, NEXT);
  const counts = new Map<string, number>();
  const points = seen.map((tables) => {
    counts.set(tables, (counts.get(tables) ?? 0) + 1);
    return { tables, nth: counts.get(tables) ?? 0 };
  });
  // Of many alike the first and the last.
  const ends = points.filter(({ tables, nth }) => nth === 1 || nth === counts.get(tables));
  return { points: ends, morning: await outcomeOf(night.world) };
}

const isOfTheNight = ({ application, tables }: CommitPoint): boolean =>
  application === 'miaodai' && /day_end|repayment/.test(tables);

async function killedAt(t: TestContext, still: StillWorld, kill: KillPoint): Promise<Outcome> {
  const night = await aServedNight(t, still);
  let seen = 0;
  const killed = new Promise<void>((resolve) => {
    night.proxy.watch((point, moment) => {
      if (moment !== 'before' || point.tables !== kill.tables) return 'go on';
      seen += 1;
      if (seen < kill.nth) return 'go on';
      night.kill();
      resolve();
      return 'cut';
    });
  });
  // It may be killed before it is ready; and how often it looks whether the core has answered differs from night to night.
  await Promise.race([killed, night.start().then(() => untilDay(night.world, NEXT))]);
  night.kill();
  night.proxy.mend();
  await night.start();
  await untilDay(night.world, NEXT);
  return outcomeOf(night.world);
}

async function aServedNight(t: TestContext, still: StillWorld) {
  const world = await aNight(t, still);
  const proxy = await databaseProxy(world.env['DATABASE_URL'] ?? '');
  const env = { ...world.env, DATABASE_URL: proxy.url };
  let child: ChildProcess | undefined;
  const kill = () => void child?.kill('SIGKILL');
  t.after(async () => {
    kill();
    await proxy.close();
  });
  return {
    ...{ world, proxy, kill },
    async start() {
      if (child && child.exitCode === null && child.signalCode === null) await once(child, 'exit');
      await startServer(env, 'ignore', (born) => void (child = born));
    },
  };
}
