import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { ApiProblem } from '@miaodai/http-api/client';
import { until, type Borrower, type Disbursement } from '../kit/borrower.ts';
import type { CommitPoint, Moment } from './database-proxy.ts';
import {
  answered,
  aScene,
  assertPaidOnce,
  beforeConfirm,
  untilLoan,
  untilTold,
  type BeforeConfirm,
  type Scene,
} from './scene.ts';

/** The n-th commit of a transaction that wrote these tables. */
type KillPoint = { tables: string; nth: number; moment: Moment };

test('killed at any commit of a payout, the server goes on where it was: the money moves once', async (t) => {
  const before = await beforeConfirm(t);
  const found = await commitsOfPayout(await aScene(t, before));
  // The request, 'sent', the outcome, the loan, the text taken, the text sent.
  assert.ok(found.length >= 6, found.map(({ tables }) => tables).join('\n'));
  const kills = found.flatMap((point) => [
    { ...point, moment: 'before' as const },
    { ...point, moment: 'after' as const },
  ]);
  await t.test('kill -9', { concurrency: 6 }, async (t) => {
    await Promise.all(
      kills.map((kill) =>
        t.test(`${kill.moment} the commit of ${kill.tables} (${kill.nth})`, (t) => survives(t, before, kill)),
      ),
    );
  });
});

/** Walks through once, unharmed. */
async function commitsOfPayout(scene: Scene): Promise<Omit<KillPoint, 'moment'>[]> {
  const seen: CommitPoint[] = [];
  void scene.killWhere((point, moment) => {
    if (moment === 'before') seen.push(point);
    return false;
  });
  const told = await untilLoan(scene.borrower(), await scene.borrower().confirm(scene));
  await untilTold(scene.borrower());
  await untilNoted(scene.world);
  await assertPaidOnce(scene.world, scene.borrower(), told);
  const counts = new Map<string, number>();
  // What pg-boss writes for itself (signs of life, its clock) is not part of a payout.
  const ours = seen.filter(({ application }) => application === 'miaodai');
  return ours.map(({ tables }) => {
    counts.set(tables, (counts.get(tables) ?? 0) + 1);
    return { tables, nth: counts.get(tables) ?? 0 };
  });
}

/** The gateway has a text before we have written down that it does: that last commit is one to be killed at as well. */
const untilNoted = ({ db }: Scene['world']): Promise<true> =>
  until('every text noted as sent', async () => {
    const waiting = await db
      .selectFrom('messages.messages')
      .select('message_id')
      .where('state', '=', 'queued')
      .execute();
    return waiting.length === 0 || undefined;
  });

async function survives(t: TestContext, before: BeforeConfirm, kill: KillPoint): Promise<void> {
  const scene = await aScene(t, before);
  let seen = 0;
  const killed = scene.killWhere((point, moment) => {
    if (point.tables === kill.tables && moment === kill.moment) seen += 1;
    return seen === kill.nth;
  });
  const key = crypto.randomUUID();
  const acknowledged = await answered(scene.borrower().confirm(scene, key));
  const killedAt = await killed;
  await scene.restart();

  const asked = await again(scene.borrower(), scene, key);
  // What was acknowledged is there; without an answer the same key leads to the one payout.
  if (acknowledged) assert.deepEqual(asked, acknowledged);
  const paid = await untilLoan(scene.borrower(), asked);
  t.diagnostic(`loan ${((performance.now() - killedAt) / 1000).toFixed(1)} s after the kill`);
  await untilTold(scene.borrower());
  assert.equal((await scene.borrower().confirm(scene)).disbursementId, paid.disbursementId);
  await assertPaidOnce(scene.world, scene.borrower(), paid);
}

/** The same request under the same key; where the first counts as at work on the dead node, "in progress" is the honest answer. */
const again = (borrower: Borrower, { contractId }: Scene, key: string): Promise<Disbursement> =>
  until(
    'an answer to the same key',
    () =>
      borrower.confirm({ contractId }, key).catch((error: unknown) => {
        if (error instanceof ApiProblem && error.problem.code === 'request-in-progress') return undefined;
        throw error;
      }),
    90_000,
  );
