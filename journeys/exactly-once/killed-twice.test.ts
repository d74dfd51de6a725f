import { test, type TestContext } from 'node:test';
import fc from 'fast-check';
import { ApiProblem, NoAnswer } from '@miaodai/http-api/client';
import { until, type Disbursement } from '../kit/borrower.ts';
import type { CommitPoint, Moment } from './database-proxy.ts';
import {
  aScene,
  assertPaidOnce,
  beforeConfirm,
  untilLoan,
  untilTold,
  type BeforeConfirm,
  type Scene,
} from './scene.ts';

/** `npm run chaos` asks for more; a failure names the seed that plays it again. */
const KILLS = Number(process.env['CHAOS_KILLS'] ?? 2);
const SEED = Number(process.env['CHAOS_SEED'] ?? Math.trunc(Math.random() * 2 ** 31));

const moment = fc.constantFrom<Moment>('before', 'after');
const plans = fc.record({
  core: fc.constantFrom('hang-up-before', 'apply-then-hang-up', 'late-then-apply', 'apply-then-late', 'garbage', null),
  first: fc.record({ commit: fc.integer({ min: 1, max: 7 }), moment }),
  // During recovery, on whatever connection: also where the queue takes, completes or gives back a job.
  second: fc.record({ commit: fc.integer({ min: 1, max: 25 }), moment }),
});
type Plan = typeof plans extends fc.Arbitrary<infer T> ? T : never;

test('killed twice, at any commit and again while it recovers, before a core that fails as well', async (t) => {
  const before = await beforeConfirm(t);
  await t.test('each with its seed', { concurrency: 6 }, async (t) => {
    const seeds = Array.from({ length: KILLS }, (_, i) => SEED + i);
    await Promise.all(
      seeds.map((seed) => t.test(`CHAOS_SEED=${seed} CHAOS_KILLS=1`, (t) => survives(t, before, seed))),
    );
  });
});

async function survives(t: TestContext, before: BeforeConfirm, seed: number): Promise<void> {
  const [plan] = fc.sample(plans, { seed, numRuns: 1 }) as [Plan];
  t.diagnostic(JSON.stringify(plan));
  const scene = await aScene(t, before);
  if (plan.core !== null)
    await scene.world.faults([{ system: 'core-banking', operation: 'transfer', fault: plan.core }]);

  const key = crypto.randomUUID();
  const ours = ({ application }: CommitPoint) => application === 'miaodai';
  const first = scene.killWhere(counting(plan.first, ours));
  void confirm(scene, key).catch(() => undefined); // Killed before it could answer, as often as not.
  await firstOf(first, () => told(scene));
  await scene.restart();

  const second = scene.killWhere(counting(plan.second, ({ tables }) => !tables.startsWith('identity.')));
  void confirm(scene, key).catch(() => undefined);
  await firstOf(second, () => told(scene));
  await scene.restart();

  const asked = await until('an answer', () => confirm(scene, key), 90_000);
  const paid = await untilLoan(scene.borrower(), asked, 90_000);
  await untilTold(scene.borrower());
  await assertPaidOnce(scene.world, scene.borrower(), paid);
}

function counting({ commit, moment }: Plan['first'], counts: (point: CommitPoint) => boolean) {
  let seen = 0;
  return (point: CommitPoint, at: Moment): boolean => at === moment && counts(point) && (seen += 1) === commit;
}

/** Undefined where the server does not answer, or says that the first request is still at work. */
const confirm = (scene: Scene, key: string): Promise<Disbursement | undefined> =>
  scene
    .borrower()
    .confirm(scene, key)
    .catch((error: unknown) => {
      if (error instanceof NoAnswer) return undefined;
      if (error instanceof ApiProblem && error.problem.code === 'request-in-progress') return undefined;
      throw error;
    });

/** The text about the payout is the last thing that happens. */
const told = async (scene: Scene) => {
  const rows = await scene.world.db
    .selectFrom('messages.messages')
    .select('message_id')
    .where('kind', '=', 'paid-out')
    .where('state', '=', 'sent')
    .execute();
  return rows.length > 0 ? true : undefined;
};

/** A kill whose commit never comes is no kill: everything was done before. */
async function firstOf(killed: Promise<unknown>, over: () => Promise<true | undefined>): Promise<void> {
  let isKilled = false;
  void killed.then(() => (isKilled = true));
  await until('the kill, or the end', async () => (isKilled ? true : over()), 90_000);
}
