import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { ApiProblem, NoAnswer } from '@miaodai/http-api/client';
import { fen } from '@miaodai/values';
import { stillWorld, type StillWorld } from '../exactly-once/copies.ts';
import type { CommitPoint, Moment } from '../exactly-once/database-proxy.ts';
import { aScene, wang, type Scene } from '../exactly-once/scene.ts';
import { until, type Borrower } from '../kit/borrower.ts';
import { CookieJar } from '../kit/cookies.ts';
import { findings } from '../kit/findings.ts';
import { cardBalance, startTransfer, untilMoved, type MovedMoney, type Wish } from '../kit/mover.ts';

const [ON_ACCOUNT, ON_CARD, AMOUNT] = [1_234_56, 50_000_00, fen(1_000_00)];
/** Money comes in where the server dies before a commit, and goes out where it dies after. */
const WISHES: Readonly<Record<Moment, Wish>> = {
  before: { direction: 'in', amountFen: AMOUNT },
  after: { direction: 'out', amountFen: AMOUNT },
};

/** The n-th commit of a transaction that wrote these tables. */
type KillPoint = { tables: string; nth: number; moment: Moment };

test('killed at any commit of a transfer, the server goes on where it was: each leg moves its money once', async (t) => {
  const still = await stillWorld(t, (_, world) => world.settle(wang));
  const found = await commitsOfTransfer(await sceneOf(t, still));
  // The request, 'sent', the one leg's end with the other's begin, its call, its end.
  assert.ok(found.length >= 5, found.map(({ tables }) => tables).join('\n'));
  // Every day one of the two at each commit, by turns; `npm run chaos` asks for both.
  const both = process.env['CHAOS_RUNS'] !== undefined;
  const moments = (i: number): Moment[] => (both ? ['before', 'after'] : [i % 2 === 0 ? 'before' : 'after']);
  const kills = found.flatMap((point, i) => moments(i).map((moment): KillPoint => ({ ...point, moment })));
  await t.test('kill -9', { concurrency: 5 }, async (t) => {
    await Promise.all(
      kills.map((kill) =>
        t.test(`${kill.moment} the commit of ${kill.tables} (${kill.nth})`, (t) => survives(t, still, kill)),
      ),
    );
  });
});

const sceneOf = (t: TestContext, still: StillWorld): Promise<Scene> =>
  aScene(t, { still, contractId: '', phone: new CookieJar() });
const isOfTransfer = ({ tables }: CommitPoint): boolean => /\btransfers\.|external_calls/.test(tables);

/** Walks through once, unharmed. */
async function commitsOfTransfer(scene: Scene): Promise<Omit<KillPoint, 'moment'>[]> {
  const seen: CommitPoint[] = [];
  void scene.killWhere((point, moment) => {
    if (moment === 'before' && isOfTransfer(point)) seen.push(point);
    return false;
  });
  const asked = await startTransfer(scene.borrower(), WISHES.before);
  await assertMoved(scene, WISHES.before, await untilMoved(scene.borrower(), asked));
  const counts = new Map<string, number>();
  return seen.map(({ tables }) => {
    counts.set(tables, (counts.get(tables) ?? 0) + 1);
    return { tables, nth: counts.get(tables) ?? 0 };
  });
}

async function survives(t: TestContext, still: StillWorld, kill: KillPoint): Promise<void> {
  const scene = await sceneOf(t, still);
  const wish = WISHES[kill.moment];
  let seen = 0;
  const killed = scene.killWhere((point, moment) => {
    if (point.tables === kill.tables && moment === kill.moment) seen += 1;
    return seen === kill.nth;
  });
  // The same request again, to the letter: the same sealed password, under the same key.
  const body = { ...wish, transactionPassword: await scene.borrower().sealPassword() };
  const idempotencyKey = crypto.randomUUID();
  const start = (it: Borrower) => it.api.startTransfer({ body }, { idempotencyKey });
  const acknowledged = await start(scene.borrower()).catch((error: unknown) => {
    if (error instanceof NoAnswer) return undefined;
    throw error;
  });
  await killed;
  await scene.restart();
  const { transferId } = await goOn(scene, acknowledged, () => start(scene.borrower()), wish);
  await assertMoved(scene, wish, await untilMoved(scene.borrower(), { transferId }));
}

/**
 * What was acknowledged is there. Without an answer the customer looks for the transfer before anything else, as the page does; only
 * where it is not there do they begin again.
 */
async function goOn(scene: Scene, acknowledged: MovedMoney | undefined, again: () => Promise<MovedMoney>, wish: Wish) {
  const it = scene.borrower();
  if (acknowledged) return acknowledged;
  const { transfers } = await it.api.listTransfers({});
  assert.ok(transfers.length <= 1);
  const [known] = transfers;
  const answer = await until(
    'an answer to the same key',
    () =>
      again().catch((error: unknown) => {
        if (!(error instanceof ApiProblem)) throw error;
        if (error.problem.code === 'request-in-progress') return undefined;
        // The first try has used the password's nonce, and nothing came of it.
        assert.equal(error.problem.code, 'password-envelope-expired');
        assert.equal(known, undefined);
        return startTransfer(it, wish);
      }),
    90_000,
  );
  if (known) assert.equal(answer.transferId, known.transferId);
  return answer;
}

/** Client, database, core journal, card network, account and card agree: the money has moved once. */
async function assertMoved({ world, borrower }: Scene, { direction }: Wish, told: MovedMoney): Promise<void> {
  assert.equal(told.state, 'done');
  const sign = direction === 'in' ? 1 : -1;
  const { accountNo, cardNo } = borrower().person;
  assert.equal(await world.coreBalance(accountNo), ON_ACCOUNT + sign * AMOUNT);
  assert.equal(await cardBalance(world.controlUrl, cardNo), ON_CARD - sign * AMOUNT);
  assert.deepEqual(
    (await world.transfersAtTheCore()).map(({ coreSerialNo }) => coreSerialNo),
    [told.serialNo],
  );
  const { transfers } = await borrower().api.listTransfers({});
  assert.equal(transfers.length, 1);
  await until('the text about it', async () =>
    (await borrower().texts()).find(({ text }) => /已向电子账户转入|银行卡转出/.test(text)),
  );
  await until('all texts to be sent', async () => ((await findings(world)).length === 0 ? true : undefined), 20_000);
}
