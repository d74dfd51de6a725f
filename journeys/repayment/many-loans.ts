import type { TestContext } from 'node:test';
import { businessDate, instant, type CustomerId, type LoanId } from '@miaodai/values';
import { aNode } from '../exactly-once/nodes.ts';
import { tell } from '../kit/introduce.ts';
import { aPaidLoan } from '../kit/loans.ts';
import { aPerson } from '../kit/persons.ts';
import { aWorld, serve, type World } from '../kit/world.ts';

const PAID_ON = businessDate('2026-11-23');
export const DUE_ON = businessDate('2026-12-23');
/** 10,000 × 0.003 ÷ (1 − 1.003⁻¹²): the first instalment, thirty days after the payout by whole months. */
export const INSTALMENT = 849_67;

type Node = Awaited<ReturnType<typeof aNode>>['needs'];
export type ManyLoans = {
  world: World;
  nodes: readonly [Node, Node];
  customerId: CustomerId;
  /** One loan to each account, 10,000 yuan for twelve months at 3.6 %, on the day of its first instalment. */
  loans: readonly { loanId: LoanId; loanNo: string; accountNo: string }[];
};

/** A customer with many loans, each with an account of its own, two nodes without workers, and the core beside them. */
export async function manyLoans(t: TestContext, count: number): Promise<ManyLoans> {
  const world = await aWorld(t);
  const person = aPerson(1, '王小明');
  await world.settle(person);
  const at = instant('2026-12-23T00:00:00Z');
  await world.db.insertInto('calendar.business_days').values({ business_on: DUE_ON, opened_at: at }).execute();
  // Makes the queues.
  await (await serve(t, world)).stop();
  const first = (await aNode(t, world)).needs;
  const second = (await aNode(t, world)).needs;
  const { customer_id } = await world.db
    .selectFrom('identity.customers')
    .select('customer_id')
    .executeTakeFirstOrThrow();
  const customerId = customer_id as CustomerId;
  const accounts = Array.from({ length: count }, (_, i) => `6231690000${String(i + 1).padStart(5, '0')}0`);
  const { name: holderName, idNumber } = person;
  await tell(
    world.controlUrl,
    'POST',
    '/accounts',
    accounts.map((accountNo) => ({ accountNo, holderName, idNumber })),
  );
  await tell(world.controlUrl, 'PUT', '/clock', { day: PAID_ON });
  const opened = [];
  for (const accountNo of accounts) {
    const borrowing = { customerId, accountNo, paidOn: PAID_ON };
    const { loanId } = await aPaidLoan(first, borrowing, world.env['CORE_BANKING_URL']);
    const { loan_no } = await world.db
      .selectFrom('servicing.loans')
      .select('loan_no')
      .where('loan_id', '=', loanId)
      .executeTakeFirstOrThrow();
    opened.push({ loanId, loanNo: loan_no, accountNo });
  }
  await tell(world.controlUrl, 'PUT', '/clock', { day: DUE_ON });
  // As servicing goes through them.
  return {
    world,
    nodes: [first, second],
    customerId,
    loans: opened.toSorted((a, b) => (a.loanId < b.loanId ? -1 : 1)),
  };
}

export const setBalance = (world: World, accountNo: string, balanceFen: number): Promise<unknown> =>
  tell(world.controlUrl, 'PUT', `/accounts/${accountNo}`, { balanceFen });

class Died extends Error {}
export type Dies = 'no' | 'before calling' | 'after calling';

/** A node that dies on the way: all that it would still have done does not happen. */
function dying(needs: Node, dies: Dies): Node {
  if (dies === 'no') return needs;
  const die = () => Promise.reject(new Died());
  if (dies === 'before calling') {
    const silent = {
      ...{ transfer: die, findTransfer: die, debitBatch: die },
      ...{ releaseDeposit: die, redeemDeposit: die, pledgeDeposit: die, findDepositRequest: die },
    };
    return { ...needs, coreBanking: { ...needs.coreBanking, ...silent } };
  }
  let transactions = 0;
  const inTx = ((...work: Parameters<typeof needs.inTx>) =>
    (transactions += 1) > 1 ? die() : needs.inTx(...work)) as typeof needs.inTx;
  return { ...needs, inTx };
}

/** A job as the test says, on one node or on both at once, where the queue and the direct attempt meet. */
export async function work(
  { nodes }: Pick<ManyLoans, 'nodes'>,
  run: (needs: Node, job: { subject: string; completeIn: () => Promise<void> }) => Promise<void>,
  subject: string,
  { dies = 'no', twice = false }: { dies?: Dies; twice?: boolean } = {},
): Promise<void> {
  const job = { subject, completeIn: () => Promise.resolve() };
  const on = (needs: Node) =>
    run(needs, job).catch((error: unknown) => {
      if (!(error instanceof Died)) throw error;
    });
  await Promise.all([on(dying(nodes[0], dies)), ...(twice ? [on(nodes[1])] : [])]);
}

/** Every lease has run out. */
export const leasesRunOut = ({ database }: World, subject: string): Promise<unknown> =>
  database.connections.query(`update integrations.external_calls set leased_until = '2020-01-01' where subject = $1`, [
    subject,
  ]);
