import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import fc from 'fast-check';
import { fen, type CustomerId } from '@miaodai/values';
import { findCustomerByMobile } from '../../server/src/customer/identity/index.ts';
import { ownTransfer, requestTransfer, runLeg, type TransferId } from '../../server/src/customer/transfers/index.ts';
import { aNode } from '../exactly-once/nodes.ts';
import { until } from '../kit/borrower.ts';
import { findings } from '../kit/findings.ts';
import { cardBalance } from '../kit/mover.ts';
import { aPerson, type Person } from '../kit/persons.ts';
import { aWorld, serve, type World } from '../kit/world.ts';

/** A failure names the seed that plays it again. */
const RUNS = Number(process.env['CHAOS_RUNS'] ?? 24);
const SEED = Number(process.env['CHAOS_SEED'] ?? Math.trunc(Math.random() * 2 ** 31));
/** In one world: the simulators show the latest 200 texts, one of each customer. */
const RUNS_AT_ONCE = 100;
const [ON_ACCOUNT, ON_CARD, AMOUNT] = [1_234_56, 50_000_00, fen(1_000_00)];

type Fault = object | undefined;
/** How a system fails at an order; the code of a final refusal differs by system. */
const ORDER_FAULTS: Readonly<Record<string, (final: string, passing: string) => Fault>> = {
  none: () => undefined,
  'nothing done, no answer': () => ({ kind: 'hang-up-before' }),
  'done, no answer': () => ({ kind: 'apply-then-hang-up' }),
  'done, an error page': () => ({ kind: 'status-500-html', applied: true }),
  'done, half an answer': () => ({ kind: 'truncated-json', applied: true }),
  'done, another amount told': () => ({ kind: 'other-amount' }),
  'refused for ever': (code) => ({ kind: 'refuse', code }),
  'refused for now': (_, code) => ({ kind: 'refuse', code }),
  'being processed': () => ({ kind: 'processing', inquiries: 1 }),
  'on its way, unseen': () => ({ kind: 'absent-then-appears', inquiries: 1 }),
};
const INQUIRY_FAULTS: Readonly<Record<string, (absent: string) => Fault>> = {
  none: () => undefined,
  'no answer': () => ({ kind: 'hang-up-before' }),
  nonsense: () => ({ kind: 'garbage' }),
  'not seen yet': (code) => ({ kind: 'refuse', code }),
};

const node = fc.constantFrom(0 as const, 1 as const);
const step = fc.oneof(
  { weight: 1, arbitrary: fc.record({ do: fc.constant('wait' as const) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('work' as const),
      node,
      order: fc.constantFrom(...Object.keys(ORDER_FAULTS)),
      inquiry: fc.constantFrom(...Object.keys(INQUIRY_FAULTS)),
      dies: fc.constantFrom('no' as const, 'no' as const, 'before calling' as const, 'after calling' as const),
      twice: fc.boolean(),
    }),
  },
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;
const stories = fc.record({
  direction: fc.constantFrom('in' as const, 'out' as const),
  steps: fc.array(step, { minLength: 2, maxLength: 9 }),
});

test('whatever befalls a transfer, it says done only where the money is there, and refused only where it is back', async (t) => {
  for (let done = 0; done < RUNS; done += RUNS_AT_ONCE) {
    const seed = SEED + done;
    const numRuns = Math.min(RUNS_AT_ONCE, RUNS - done);
    await t.test(`CHAOS_SEED=${seed} CHAOS_RUNS=${numRuns}`, (t) => keepsItsWord(t, seed, numRuns));
  }
});

async function keepsItsWord(t: TestContext, seed: number, numRuns: number): Promise<void> {
  const world = await aWorld(t);
  const persons = Array.from({ length: numRuns }, (_, i) => aPerson(i + 1, '王小明'));
  await world.settle(...persons);
  // Opens the bank's day.
  await (await serve(t, world)).stop();
  const nodes = [(await aNode(t, world)).needs, (await aNode(t, world)).needs] as const;
  const property = fc.asyncProperty(stories, async ({ direction, steps }) => {
    const story = await Story.begin(world, nodes, persons.pop() as Person, direction);
    for (const each of steps) await story.go(each);
    await story.finish();
  });
  await fc.assert(property, { seed, numRuns, endOnFailure: true });
  await world.faults([]);

  // Workers send the texts; what the test has overtaken finds its transfer settled.
  await serve(t, world);
  await until(
    'the queue to be empty',
    async () => {
      const { rows } = await world.database.connections.query<{ open: number }>(
        `with come as (update pgboss.job set start_after = now() where state = 'created' and start_after > now())
         select count(id)::int as open from pgboss.job where state < 'completed' and name <> 'dead-letters'`,
      );
      return rows[0]?.open === 0 ? true : undefined;
    },
    60_000,
  );
  assert.deepEqual(await findings(world), []);
}

type Node = Awaited<ReturnType<typeof aNode>>['needs'];

class Died extends Error {}

class Story {
  readonly #world: World;
  readonly #nodes: readonly [Node, Node];
  readonly #person: Person;
  readonly #direction: 'in' | 'out';
  readonly #id: TransferId;
  readonly #customerId: CustomerId;

  private constructor(
    at: { world: World; nodes: readonly [Node, Node]; person: Person; direction: 'in' | 'out' },
    id: TransferId,
    customerId: CustomerId,
  ) {
    this.#world = at.world;
    this.#nodes = at.nodes;
    this.#person = at.person;
    this.#direction = at.direction;
    this.#id = id;
    this.#customerId = customerId;
  }

  static async begin(world: World, nodes: readonly [Node, Node], person: Person, direction: 'in' | 'out') {
    const [{ db, vault, inTx }] = nodes;
    const customerId = await findCustomerByMobile(db, vault, person.mobile);
    assert(customerId);
    const { accountNo, cardNo } = person;
    const wish = { customerId, direction, amountFen: AMOUNT, accountNo, cardNo };
    const asked = await inTx((context) => requestTransfer(context, vault, wish));
    assert(asked.ok);
    return new Story({ world, nodes, person, direction }, asked.value.id, customerId);
  }

  async go(step: Step): Promise<void> {
    if (step.do === 'wait') await this.#wait();
    else await this.#work(step);
    await this.#compare();
  }

  /** The faults are over; asking goes on until the outcome is known. */
  async finish(): Promise<void> {
    const healthy = { do: 'work', node: 0, order: 'none', inquiry: 'none', dies: 'no', twice: false } as const;
    for (let i = 0; i < 12 && (await this.#isOpen()); i += 1) {
      await this.go({ do: 'wait' });
      await this.go(healthy);
    }
    assert.equal(await this.#isOpen(), false, 'healthy systems settle everything');
  }

  /** Every lease has run out. */
  async #wait(): Promise<void> {
    await this.#world.database.connections.query(
      `update integrations.external_calls set leased_until = '2020-01-01' where subject = $1`,
      [this.#id],
    );
  }

  async #work({ node, order, inquiry, dies, twice }: Extract<Step, { do: 'work' }>): Promise<void> {
    const core = { system: 'core-banking' };
    const card = { system: 'card-network' };
    const line = (at: object, operation: string, fault: Fault) => (fault ? [{ ...at, operation, fault }] : []);
    const [atOrder, atInquiry] = [ORDER_FAULTS[order], INQUIRY_FAULTS[inquiry]];
    await this.#world.faults([
      ...line(core, 'transfer', atOrder?.('2203', '9001')),
      ...line(card, 'collect', atOrder?.('51', '91')),
      ...line(card, 'pay', atOrder?.('62', '91')),
      ...line(core, 'transfer-query', atInquiry?.('3404')),
      ...line(card, 'query', atInquiry?.('25')),
    ]);
    const job = { subject: this.#id, completeIn: () => Promise.resolve() };
    const run = (needs: Node) =>
      runLeg(needs, job).catch((error: unknown) => {
        if (!(error instanceof Died)) throw error;
      });
    // Two nodes at once, as where the queue and the direct attempt meet.
    await Promise.all([run(dying(this.#nodes[node], dies)), ...(twice ? [run(this.#nodes[1 - node] as Node)] : [])]);
  }

  async #state(): Promise<string> {
    const [{ db, vault }] = this.#nodes;
    return (await ownTransfer(db, vault, this.#id, this.#customerId))?.state ?? 'gone';
  }

  #isOpen = async (): Promise<boolean> => !['done', 'refused'].includes(await this.#state());

  /** What we say against what the core and the card network have. */
  async #compare(): Promise<void> {
    const state = await this.#state();
    const account = await this.#world.coreBalance(this.#person.accountNo);
    const card = await cardBalance(this.#world.controlUrl, this.#person.cardNo);
    const sign = this.#direction === 'in' ? 1 : -1;
    const moved = [account - ON_ACCOUNT, card - ON_CARD].join();
    if (state === 'done') assert.equal(moved, [sign * AMOUNT, -sign * AMOUNT].join());
    if (state === 'refused') assert.equal(moved, '0,0');
    // On its way: taken, or not; given, or not. Never given without being taken, and nothing twice.
    const taken = this.#direction === 'in' ? [0, -AMOUNT] : [-AMOUNT, 0];
    const both = [sign * AMOUNT, -sign * AMOUNT];
    assert.ok(
      [[0, 0], taken, both].some((possible) => possible.join() === moved),
      `${state}: ${moved}`,
    );
  }
}

/** A node that dies on the way: all that it would still have done does not happen. */
function dying(needs: Node, dies: Extract<Step, { do: 'work' }>['dies']): Node {
  if (dies === 'no') return needs;
  const die = () => Promise.reject(new Died());
  if (dies === 'before calling') {
    const silent = { transfer: die, findTransfer: die, debitCard: die, creditCard: die, findPayment: die };
    return {
      ...needs,
      coreBanking: { ...needs.coreBanking, ...silent },
      cardNetwork: { ...needs.cardNetwork, ...silent },
    };
  }
  let transactions = 0;
  const inTx = ((...work: Parameters<typeof needs.inTx>) =>
    (transactions += 1) > 1 ? die() : needs.inTx(...work)) as typeof needs.inTx;
  return { ...needs, inTx };
}
