import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { ApiProblem, NoAnswer } from '@miaodai/http-api/client';
import { fen, type CustomerId, type LoanId } from '@miaodai/values';
import { sql } from 'kysely';
import { stillWorld, type StillWorld } from '../exactly-once/copies.ts';
import type { CommitPoint, Moment } from '../exactly-once/database-proxy.ts';
import { aScene, wang, type Scene } from '../exactly-once/scene.ts';
import { until, type Borrower } from '../kit/borrower.ts';
import { CookieJar } from '../kit/cookies.ts';
import { findings } from '../kit/findings.ts';
import { tell } from '../kit/introduce.ts';
import { aPaidLoan } from '../kit/loans.ts';
import { serve } from '../kit/world.ts';
import { openDay, PAID_ON, TODAY, type Attempt } from './bank.ts';

/** 10,000 yuan at 3.6 % by whole months, two months late: 30.00 and 27.54 of interest are due. A part is paid. */
const [HAS, PART, INTEREST] = [5_000_00, fen(1_000_00), 30_00 + 27_54];
type KillPoint = { tables: string; nth: number; moment: Moment };
type Still = { still: StillWorld; loanId: LoanId };

test('killed at any commit of a repayment, the server goes on where it was: the money is taken and counted once', async (t) => {
  const made = await aLateLoan(t);
  const found = await commitsOfRepayment(await sceneOf(t, made), made);
  // The request, 'sent', the end.
  assert.ok(found.length >= 3, found.map(({ tables }) => tables).join('\n'));
  // Every day one of the two at each commit, by turns; `npm run chaos` asks for both.
  const both = process.env['CHAOS_RUNS'] !== undefined;
  const moments = (i: number): Moment[] => (both ? ['before', 'after'] : [i % 2 === 0 ? 'before' : 'after']);
  const kills = found.flatMap((point, i) => moments(i).map((moment): KillPoint => ({ ...point, moment })));
  await t.test('kill -9', { concurrency: 3 }, async (t) => {
    await Promise.all(
      kills.map((kill) =>
        t.test(`${kill.moment} the commit of ${kill.tables} (${kill.nth})`, (t) => survives(t, made, kill)),
      ),
    );
  });
});

async function aLateLoan(t: TestContext): Promise<Still> {
  let loanId: LoanId | undefined;
  const still = await stillWorld(t, async (inner, world) => {
    await world.settle(wang);
    await openDay(world, PAID_ON);
    const { needs } = await serve(inner, world);
    const customer = await world.db.selectFrom('identity.customers').select('customer_id').executeTakeFirstOrThrow();
    const borrowing = { customerId: customer.customer_id as CustomerId, accountNo: wang.accountNo, paidOn: PAID_ON };
    ({ loanId } = await aPaidLoan(needs, borrowing, world.env['CORE_BANKING_URL']));
    await openDay(world, TODAY);
    await tell(world.controlUrl, 'PUT', `/accounts/${wang.accountNo}`, { balanceFen: HAS });
    await until('the text about the payout', async () => {
      const { rows } = await sql`select from messages.messages where state = 'queued'`.execute(world.db);
      return rows.length === 0 ? true : undefined;
    });
  });
  assert(loanId);
  return { still, loanId };
}

const sceneOf = (t: TestContext, { still }: Still): Promise<Scene> =>
  aScene(t, { still, contractId: '', phone: new CookieJar() });
const isOfRepayment = ({ tables }: CommitPoint): boolean => /\brepayment\.|\bservicing\.|external_calls/.test(tables);

const start = async (it: Borrower, loanId: LoanId, idempotencyKey: string, sealed?: string): Promise<Attempt> =>
  it.api.startRepayment(
    {
      params: { loanId },
      body: { amountFen: PART, transactionPassword: sealed ?? (await it.sealPassword()) },
    },
    { idempotencyKey },
  );

/** Walks through once, unharmed. */
async function commitsOfRepayment(scene: Scene, { loanId }: Still): Promise<Omit<KillPoint, 'moment'>[]> {
  const seen: CommitPoint[] = [];
  void scene.killWhere((point, moment) => {
    if (moment === 'before' && isOfRepayment(point)) seen.push(point);
    return false;
  });
  await assertTaken(scene, await start(scene.borrower(), loanId, crypto.randomUUID()));
  const counts = new Map<string, number>();
  return seen.map(({ tables }) => {
    counts.set(tables, (counts.get(tables) ?? 0) + 1);
    return { tables, nth: counts.get(tables) ?? 0 };
  });
}

async function survives(t: TestContext, made: Still, kill: KillPoint): Promise<void> {
  const scene = await sceneOf(t, made);
  let seen = 0;
  const killed = scene.killWhere((point, moment) => {
    if (point.tables === kill.tables && moment === kill.moment) seen += 1;
    return seen === kill.nth;
  });
  // The same request again, to the letter: the same sealed password, under the same key.
  const sealed = await scene.borrower().sealPassword();
  const key = crypto.randomUUID();
  const acknowledged = await start(scene.borrower(), made.loanId, key, sealed).catch((error: unknown) => {
    if (error instanceof NoAnswer) return undefined;
    throw error;
  });
  await killed;
  await scene.restart();
  await assertTaken(scene, acknowledged ?? (await goOn(scene, made, key, sealed)));
}

/** Without an answer the customer sends the same again; where its nonce was used up and nothing came of it, they begin anew. */
const goOn = (scene: Scene, { loanId }: Still, key: string, sealed: string): Promise<Attempt> =>
  until(
    'an answer to the same key',
    () =>
      start(scene.borrower(), loanId, key, sealed).catch(async (error: unknown) => {
        if (!(error instanceof ApiProblem)) throw error;
        if (error.problem.code === 'request-in-progress') return undefined;
        assert.equal(error.problem.code, 'password-envelope-expired');
        const { open, due } = await scene.borrower().api.readRepayment({ params: { loanId } });
        assert.deepEqual([open, due.totalFen], [null, 1_699_34]);
        return start(scene.borrower(), loanId, crypto.randomUUID());
      }),
    90_000,
  );

/** Client, database, books, the core's journal and the account agree: the part was taken once. */
async function assertTaken({ world, borrower }: Scene, { repaymentId }: Attempt): Promise<void> {
  const told = await until(
    'the end of the repayment',
    async () => {
      const now = await borrower().api.readRepaymentAttempt({ params: { repaymentId }, query: { waitMs: 1_000 } });
      return now.state === 'booked' || now.state === 'refused' ? now : undefined;
    },
    60_000,
  );
  assert.equal(told.state, 'booked');
  // The first instalment whole; of the second its interest, and what is left of principal.
  assert.deepEqual(told.paid, {
    ...{ penaltyFen: 0, interestFen: INTEREST, principalFen: PART - INTEREST, feeFen: 0, surplusFen: 0 },
  });
  assert.equal(await world.coreBalance(wang.accountNo), HAS - PART);
  await until('the text about it', async () =>
    (await borrower().texts()).find(({ text }) => /还款 1,000.00 元/.test(text)),
  );
  await until('all to agree', async () => ((await findings(world)).length === 0 ? true : undefined), 20_000);
}
