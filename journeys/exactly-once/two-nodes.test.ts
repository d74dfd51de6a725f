import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { sendDisbursement } from '../../server/src/lending/disbursement/index.ts';
import { Borrower, until } from '../kit/borrower.ts';
import { tell } from '../kit/introduce.ts';
import { aPerson } from '../kit/persons.ts';
import { startServer } from '../kit/processes.ts';
import { aWorld, serve } from '../kit/world.ts';
import type { CopiedWorld } from './copies.ts';
import { aScene, assertPaidOnce, beforeConfirm, untilLoan, untilTold, wang, type Scene } from './scene.ts';

/** The word: a dead node's job goes on elsewhere within this. */
const TAKEN_OVER_WITHIN_MS = 15_000;
const CLAIM = 'integrations.external_calls disbursement.disbursements';

test('twenty confirmations at once, at two nodes and from two sessions, are one payout', async (t) => {
  const world = await aWorld(t);
  world.env['OUTSIDE_DEADLINE_MS'] = '5000';
  const nodes = [await serve(t, world), await serve(t, world)] as const;
  for (const [n, keyOf] of [() => 'one key for all twenty', (i: number) => `key number ${i}`].entries()) {
    const person = aPerson(n + 1, '王小明');
    await world.settle(person);
    const [first, second] = [nodes[0].borrower(person), nodes[1].borrower(person)];
    const { contractId } = await first.upToConfirm();
    await second.signIn();
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        (i % 2 ? first : second).confirm({ contractId }, keyOf(i).replaceAll(' ', '-')),
      ),
    );
    assert.equal(new Set(answers.map(({ disbursementId }) => disbursementId)).size, 1);
    const paid = await untilLoan(second, answers[0] ?? assert.fail());
    await untilTold(second);
    await assertPaidOnce(world, second, paid);
  }
});

test('two nodes that take the same job call the core once', async (t) => {
  const world = await aWorld(t);
  const nodes = [await serve(t, world), await serve(t, world)] as const;
  const person = aPerson(1, '王小明');
  await world.settle(person);
  const borrower = nodes[0].borrower(person);
  const { contractId } = await borrower.upToConfirm();
  await world.faults([{ system: 'core-banking', operation: 'transfer', fault: { kind: 'apply-then-late', ms: 800 } }]);
  const asked = await borrower.confirm({ contractId });
  await Promise.all(
    nodes.map(({ needs }) =>
      sendDisbursement(needs, { subject: asked.disbursementId, completeIn: () => Promise.resolve() }),
    ),
  );
  const paid = await untilLoan(borrower, asked);
  await untilTold(borrower);
  await assertPaidOnce(world, borrower, paid);
  assert.equal((await callsOf(world, 'transfer')).length, 1);
});

test('what befalls one of two nodes', { concurrency: 3 }, async (t) => {
  const before = await beforeConfirm(t);
  const stories: Record<string, (scene: Scene, other: () => Promise<Borrower>) => Promise<number | undefined>> = {
    'killed while the core thinks, it is followed by the other': async (scene, other) => {
      await scene.world.faults([{ ...core, operation: 'transfer', fault: { kind: 'late-then-apply', ms: 2_500 } }]);
      const borrower = await other();
      const asked = await scene.borrower().confirm(scene);
      await untilCalled(scene.world, 'transfer');
      const killedAt = await scene.kill();
      const meanwhile = await borrower.outcome(asked, 0);
      assert.equal(meanwhile.state, 'sent');
      const { loanAt } = await end(scene, borrower, asked);
      return loanAt - killedAt;
    },
    'killed while its worker inquires, it is followed by the other': async (scene, other) => {
      await scene.world.faults([
        { ...core, operation: 'transfer', fault: 'apply-then-hang-up' },
        { ...core, operation: 'transfer-query', fault: 'never-answers' },
      ]);
      const asked = await scene.borrower().confirm(scene);
      await untilCalled(scene.world, 'transfer-query');
      const borrower = await other();
      const killedAt = await scene.kill();
      const { loanAt } = await end(scene, borrower, asked);
      return loanAt - killedAt;
    },
    'standing still between its claim and its call until the other has settled, it changes nothing': async (
      scene,
      other,
    ) => {
      const borrower = await other();
      const stands = scene.standStillWhere(({ tables }, moment) => tables === CLAIM && moment === 'after');
      const asked = await scene.borrower().confirm(scene);
      const { goOn } = await stands;
      const { paid } = await end(scene, borrower, asked);
      assert.equal((await callsOf(scene.world, 'transfer')).length, 1);
      goOn();
      // The zombie sends its order under the same number and gets the receipt of the first.
      await until('the call of the node that woke up', async () =>
        (await callsOf(scene.world, 'transfer')).length === 2 ? true : undefined,
      );
      await scene.borrower().outcome(asked, 10_000);
      await assertPaidOnce(scene.world, borrower, paid);
      return undefined;
    },
  };
  await Promise.all(
    Object.entries(stories).map(([name, story]) =>
      t.test(name, async (t) => {
        const scene = await aScene(t, before);
        const took = await story(scene, () => anotherNode(t, scene));
        if (took === undefined) return;
        t.diagnostic(`loan ${(took / 1000).toFixed(1)} s after the kill`);
        assert.ok(took <= TAKEN_OVER_WITHIN_MS, `${took} ms until the other node had finished`);
      }),
    ),
  );
});

const core = { system: 'core-banking', times: 1 } as const;

async function anotherNode(t: TestContext, { world, phone }: Scene): Promise<Borrower> {
  const node = await startServer(world.env);
  t.after(() => node.kill());
  const borrower = new Borrower(node.url, world.controlUrl, wang, phone.device().carry());
  await borrower.signIn();
  return borrower;
}

async function end(scene: Scene, borrower: Borrower, asked: { disbursementId: string }) {
  const paid = await untilLoan(borrower, asked);
  const loanAt = performance.now();
  await untilTold(borrower);
  await assertPaidOnce(scene.world, borrower, paid);
  return { paid, loanAt };
}

const callsOf = async ({ controlUrl }: Pick<CopiedWorld, 'controlUrl'>, operation: string) =>
  (await tell<{ operation: string }[]>(controlUrl, 'GET', '/calls')).filter((call) => call.operation === operation);

/** The log shows a call once it has come in, before it is answered. */
const untilCalled = (world: CopiedWorld, operation: string) =>
  until(`a ${operation} at the core`, async () => (await callsOf(world, operation))[0]);
