import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { ApiProblem, NoAnswer } from '@miaodai/http-api/client';
import { walkTo, type Application } from '../bad-input/walk.ts';
import { Borrower, until } from '../kit/borrower.ts';
import { CookieJar } from '../kit/cookies.ts';
import { serve } from '../kit/world.ts';
import { stillWorld } from '../exactly-once/copies.ts';
import type { CommitPoint, Moment } from '../exactly-once/database-proxy.ts';
import { aScene, wang, type Scene } from '../exactly-once/scene.ts';
import { assertSignedOnce, untilSigned } from './signed.ts';

type Before = Parameters<typeof aScene>[1] & { at: Application };
/** The n-th commit of a transaction that wrote these tables. */
type KillPoint = { tables: string; nth: number; moment: Moment };

test('killed at any commit of a signing, the server goes on where it was: one contract, signed once', async (t) => {
  const before = await beforeAgreement(t);
  const found = await commitsOfSigning(await aScene(t, before), before.at);
  const kills = found.flatMap((point) => [
    { ...point, moment: 'before' as const },
    { ...point, moment: 'after' as const },
  ]);
  // The agreement, 'sent', the certificate, the file.
  assert.equal(kills.length, 8, found.map(({ tables }) => tables).join('\n'));
  await t.test('kill -9', { concurrency: 4 }, async (t) => {
    await Promise.all(
      kills.map((kill) =>
        t.test(`${kill.moment} the commit of ${kill.tables} (${kill.nth})`, (t) => survives(t, before, kill)),
      ),
    );
  });
});

/** Somebody who has read what it costs, with their contract before them. */
async function beforeAgreement(t: TestContext): Promise<Before> {
  const phone = new CookieJar();
  let at: Application | undefined;
  const still = await stillWorld(t, async (inner, world) => {
    await world.settle(wang);
    const server = await serve(inner, { ...world, env: { ...world.env, OUTSIDE_DEADLINE_MS: '5000' } });
    const borrower = new Borrower(server.url, world.controlUrl, wang, phone.carry());
    at = await walkTo(borrower, 'contract');
  });
  assert(at?.contractId);
  return { still, phone, contractId: at.contractId, at };
}

/** Walks through once, unharmed. The lease that is renewed on the way is no step of its own. */
async function commitsOfSigning(scene: Scene, at: Application): Promise<Omit<KillPoint, 'moment'>[]> {
  const seen: string[] = [];
  void scene.killWhere(({ application, tables }: CommitPoint, moment) => {
    if (moment === 'before' && application === 'miaodai' && isOfSigning(tables)) seen.push(tables);
    return false;
  });
  await scene.borrower().agreeToContract(at);
  await assertSignedOnce(scene.world, scene.borrower(), at);
  return [...new Set(seen)].map((tables) => ({ tables, nth: 1 }));
}

const isOfSigning = (tables: string): boolean => /signing\.|^integrations\.external_calls$/.test(tables);

async function survives(t: TestContext, before: Before, kill: KillPoint): Promise<void> {
  const scene = await aScene(t, before);
  let seen = 0;
  const killed = scene.killWhere((point, moment) => {
    if (point.application === 'miaodai' && point.tables === kill.tables && moment === kill.moment) seen += 1;
    return seen === kill.nth;
  });
  await agree(scene, before.at);
  const killedAt = await killed;
  await scene.restart();

  // What was not agreed to for the bank is agreed to once more, as the page asks for it.
  const params = { contractId: scene.contractId };
  const { state } = await scene.borrower().api.readContract({ params, query: {} });
  if (state === 'drafted') await agree(scene, before.at);
  await untilSigned(scene.borrower(), before.at);
  t.diagnostic(`signed ${((performance.now() - killedAt) / 1000).toFixed(1)} s after the kill`);
  await assertSignedOnce(scene.world, scene.borrower(), before.at);
}

/** The server may never get to say anything. */
const agree = (scene: Scene, at: Application): Promise<unknown> =>
  until('the agreement', () =>
    scene
      .borrower()
      .agreeOnlyToContract(at)
      .catch((error: unknown) => {
        if (error instanceof NoAnswer) return 'no answer';
        if (error instanceof ApiProblem && error.problem.code === 'request-in-progress') return undefined;
        throw error;
      }),
  );
