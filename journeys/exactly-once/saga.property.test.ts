import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import type { DisbursementId } from '@miaodai/values';
import fc from 'fast-check';
import { requestDisbursement, sendDisbursement } from '../../server/src/lending/disbursement/index.ts';
import { until } from '../kit/borrower.ts';
import { findings } from '../kit/findings.ts';
import { aWorld, serve, type World } from '../kit/world.ts';
import { agreedContracts, aNode, type AgreedContract } from './nodes.ts';
import { follow, INQUIRY_FAULTS, isOpen, TRANSFER_FAULTS, type Payout, type Step } from './saga.model.ts';

/** `npm run chaos` asks for more; a failure names the seed that plays it again. */
const RUNS = Number(process.env['CHAOS_RUNS'] ?? 40);
const SEED = Number(process.env['CHAOS_SEED'] ?? Math.trunc(Math.random() * 2 ** 31));
/** In one world: the simulators show the latest 200 texts, some four of each customer. */
const RUNS_AT_ONCE = 40;

const node = fc.constantFrom(0 as const, 1 as const);
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    { weight: 2, arbitrary: fc.record({ do: fc.constant('confirm' as const), node }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('wait' as const) }) },
    {
      weight: 5,
      arbitrary: fc.record({
        do: fc.constant('work' as const),
        node,
        transfer: fc.constantFrom(...(Object.keys(TRANSFER_FAULTS) as (keyof typeof TRANSFER_FAULTS)[])),
        inquiry: fc.constantFrom(...(Object.keys(INQUIRY_FAULTS) as (keyof typeof INQUIRY_FAULTS)[])),
        dies: fc.constantFrom('no' as const, 'no' as const, 'before calling' as const, 'after calling' as const),
      }),
    },
  ),
  { minLength: 3, maxLength: 14 },
);

test('whatever befalls a payout, the model says where it stands, and the money moves as often as it says', async (t) => {
  for (let done = 0; done < RUNS; done += RUNS_AT_ONCE) {
    const seed = SEED + done;
    const numRuns = Math.min(RUNS_AT_ONCE, RUNS - done);
    await t.test(`CHAOS_SEED=${seed} CHAOS_RUNS=${numRuns}`, (t) => followsModel(t, seed, numRuns));
  }
});

async function followsModel(t: TestContext, seed: number, numRuns: number): Promise<void> {
  const world = await aWorld(t);
  world.env['OUTSIDE_DEADLINE_MS'] = '5000';
  const contracts = await agreedContracts(t, world, numRuns);
  const nodes = [await aNode(t, world), await aNode(t, world)] as const;
  const property = fc.asyncProperty(steps, async (drawn) => {
    const contract = contracts.pop();
    assert(contract, 'a contract for each run');
    const story = new Story(world, nodes, contract);
    for (const step of [{ do: 'confirm', node: 0 } as const, ...drawn]) await story.go(step);
    await story.finish();
  });
  await fc.assert(property, { seed, numRuns, endOnFailure: true });

  // Workers do what is left: loans are opened, texts are sent.
  await serve(t, world);
  await until('the queue to be empty', async () => ((await openJobs(world)) === 0 ? true : undefined), 60_000);
  assert.deepEqual(await findings(world), []);
}

type Node = Awaited<ReturnType<typeof aNode>>;

/** The server follows one step after the other, and the model beside it. */
class Story {
  readonly #world: World;
  readonly #nodes: readonly [Node, Node];
  readonly #contract: AgreedContract;
  readonly #ids: DisbursementId[] = [];
  #model: Payout[] = [];

  constructor(world: World, nodes: readonly [Node, Node], contract: AgreedContract) {
    this.#world = world;
    this.#nodes = nodes;
    this.#contract = contract;
  }

  async go(step: Step): Promise<void> {
    if (step.do === 'confirm') await this.#confirm(step);
    if (step.do === 'wait') await this.#wait();
    if (step.do === 'work') await this.#work(step);
    this.#model = follow(this.#model, step);
    await this.#compare();
  }

  /** The faults are over; asking goes on until the outcome is known. */
  async finish(): Promise<void> {
    for (let i = 0; i < 4 && this.#model.some(isOpen); i += 1) {
      await this.go({ do: 'wait' });
      await this.go({ do: 'work', node: 0, transfer: 'none', inquiry: 'none', dies: 'no' });
    }
    assert.ok(!this.#model.some(isOpen), 'a healthy core settles everything');
  }

  async #confirm({ node }: Extract<Step, { do: 'confirm' }>): Promise<void> {
    const { needs } = this.#nodes[node];
    const asked = await needs.inTx((context) => requestDisbursement(context, needs.vault, this.#contract));
    assert(asked.ok);
    if (!this.#ids.includes(asked.value.id)) this.#ids.push(asked.value.id);
  }

  async #wait(): Promise<void> {
    await this.#world.db
      .updateTable('integrations.external_calls')
      .set({ leased_until: '2020-01-01T00:00:00.000Z' as never })
      .where('subject', 'in', [...this.#ids])
      .execute();
  }

  async #work({ node, transfer, inquiry, dies }: Extract<Step, { do: 'work' }>): Promise<void> {
    const subject = this.#ids.at(-1);
    if (!subject) return;
    const [atTransfer, atInquiry] = [TRANSFER_FAULTS[transfer], INQUIRY_FAULTS[inquiry]];
    await this.#world.faults([
      ...(atTransfer ? [{ system: 'core-banking', operation: 'transfer', fault: atTransfer }] : []),
      ...(atInquiry ? [{ system: 'core-banking', operation: 'transfer-query', fault: atInquiry }] : []),
    ]);
    const job = { subject, completeIn: () => Promise.resolve() };
    await sendDisbursement(dying(this.#nodes[node].needs, dies), job).catch((error: unknown) => {
      if (!(error instanceof Died)) throw error;
    });
  }

  async #compare(): Promise<void> {
    const rows = await this.#world.db
      .selectFrom('disbursement.disbursements')
      .select('state')
      .where('contract_id', '=', this.#contract.id)
      .orderBy('requested_at')
      .orderBy('disbursement_id')
      .execute();
    assert.deepEqual(
      rows.map(({ state }) => state),
      this.#model.map(({ state }) => state),
    );
    const booked = this.#model.filter(({ core }) => core === 'booked').length;
    assert.ok(booked <= 1);
    assert.equal(await this.#world.coreBalance(this.#contract.accountNo), 1_234_56 + booked * 50_000_00);
  }
}

class Died extends Error {}

/** A node that dies on the way: all that it would still have done does not happen. */
function dying(needs: Node['needs'], dies: Extract<Step, { do: 'work' }>['dies']): Node['needs'] {
  if (dies === 'no') return needs;
  const die = () => Promise.reject(new Died());
  if (dies === 'before calling')
    return { ...needs, coreBanking: { ...needs.coreBanking, transfer: die, findTransfer: die } };
  let transactions = 0;
  const inTx = ((...work: Parameters<typeof needs.inTx>) =>
    (transactions += 1) > 1 ? die() : needs.inTx(...work)) as typeof needs.inTx;
  return { ...needs, inTx };
}

/** Inquiries that the test has overtaken wait for minutes; they find their payout settled. */
async function openJobs({ database }: World): Promise<number> {
  await database.connections.query(
    `update pgboss.job set start_after = now() where state = 'created' and start_after > now()`,
  );
  const { rows } = await database.connections.query<{ open: number }>(
    `select count(id)::int as open from pgboss.job where state < 'completed' and name <> 'dead-letters'`,
  );
  return rows[0]?.open ?? 0;
}
