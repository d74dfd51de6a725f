import assert from 'node:assert/strict';
import { once } from 'node:events';
import { NoAnswer } from '@miaodai/http-api/client';
import { Borrower, until, type Disbursement } from '../kit/borrower.ts';
import { CookieJar } from '../kit/cookies.ts';
import { findings } from '../kit/findings.ts';
import { aPerson } from '../kit/persons.ts';
import { startServer, type Running } from '../kit/processes.ts';
import { serve, type aWorld } from '../kit/world.ts';
import { copyOf, stillWorld, type CopiedWorld, type StillWorld } from './copies.ts';
import { databaseProxy, type CommitPoint, type Moment } from './database-proxy.ts';

type Cleanup = Parameters<typeof aWorld>[0];

const LOAN_FEN = 50_000_00;
/** What the simulators put on every account (journeys/kit/introduce.ts). */
const OPENING_BALANCE_FEN = 1_234_56;

/** Somebody with an agreed contract, and nobody at work. */
export type BeforeConfirm = { still: StillWorld; contractId: string; phone?: CookieJar };
export const wang = aPerson(1, '王小明');

export async function beforeConfirm(t: Cleanup): Promise<BeforeConfirm> {
  const phone = new CookieJar();
  let contractId: string | null = null;
  const still = await stillWorld(t, async (inner, world) => {
    await world.settle(wang);
    const server = await serve(inner, { ...world, env: { ...world.env, OUTSIDE_DEADLINE_MS: '5000' } });
    const borrower = new Borrower(server.url, world.controlUrl, wang, phone.carry());
    contractId = (await borrower.upToConfirm()).contractId;
  });
  assert(contractId);
  return { still, contractId, phone };
}

/** A copy of that world, with a server in a process of its own that reaches its database through a proxy. */
export type Scene = {
  world: CopiedWorld;
  contractId: string;
  /** The device that the bank knows as theirs. */
  phone: CookieJar;
  borrower(): Borrower;
  /** Kills the server with no chance to say anything where the watch says so. Settles then, with the time of the kill. */
  killWhere(watch: (point: CommitPoint, moment: Moment) => boolean): Promise<number>;
  /** Stops the server where the watch says so, as a machine that stands still would; the database's answer waits for it. */
  standStillWhere(watch: (point: CommitPoint, moment: Moment) => boolean): Promise<{ goOn(): void }>;
  kill(): Promise<number>;
  restart(): Promise<void>;
};

export async function aScene(
  t: Cleanup,
  { still, contractId, phone = new CookieJar() }: BeforeConfirm,
): Promise<Scene> {
  const world = await copyOf(t, still);
  const proxy = await databaseProxy(world.env['DATABASE_URL'] ?? '');
  const env = { ...world.env, DATABASE_URL: proxy.url };
  let server: Running = await startServer(env);
  t.after(async () => {
    await server.kill();
    await proxy.close();
  });
  const transport = phone.device().carry();
  const borrower = () => new Borrower(server.url, world.controlUrl, wang, transport);
  await borrower().signIn();
  return {
    ...{ world, contractId, phone, borrower },
    killWhere(watch) {
      const { child } = server;
      const killed = once(child, 'exit').then(() => performance.now());
      proxy.watch((point, moment) => {
        if (!watch(point, moment)) return 'go on';
        child.kill('SIGKILL');
        return 'cut';
      });
      return killed;
    },
    standStillWhere: (watch) =>
      new Promise((resolve) => {
        const { child } = server;
        proxy.watch((point, moment) => {
          if (watch(point, moment)) {
            child.kill('SIGSTOP');
            resolve({ goOn: () => void child.kill('SIGCONT') });
            proxy.mend();
          }
          return 'go on';
        });
      }),
    async kill() {
      const killedAt = performance.now();
      await server.kill();
      return killedAt;
    },
    async restart() {
      await server.kill();
      proxy.mend();
      server = await startServer(env);
    },
  };
}

/** Undefined where the server never got to say anything. */
export const answered = (call: Promise<Disbursement>): Promise<Disbursement | undefined> =>
  call.catch((error: unknown) => {
    if (error instanceof NoAnswer) return undefined;
    throw error;
  });

/** Asks as the page does until the loan is there; the page never says anything but the truth on the way. */
export const untilLoan = (
  borrower: Borrower,
  asked: { disbursementId: string },
  deadlineMs?: number,
): Promise<Disbursement> =>
  until(
    'the loan',
    async () => {
      const now = await borrower.outcome(asked, 1_000);
      assert.notEqual(now.state, 'refused', 'nothing has refused this payout');
      return now.loanId ? now : undefined;
    },
    deadlineMs ?? 60_000,
  );

export const untilTold = (borrower: Borrower) =>
  until(
    'the text about the payout',
    async () => (await borrower.texts()).find(({ text }) => text.includes('已放款')),
    60_000,
  );

/** Client, database, books, core journal, account and texts agree: the money has moved once. */
export async function assertPaidOnce(world: CopiedWorld, borrower: Borrower, told: Disbursement): Promise<void> {
  const { accountNo } = borrower.person;
  const transfers = (await world.transfersAtTheCore()).filter(({ toAccountNo }) => toAccountNo === accountNo);
  assert.deepEqual(
    transfers.map(({ amountFen, coreSerialNo }) => ({ amountFen, coreSerialNo })),
    [{ amountFen: LOAN_FEN, coreSerialNo: told.coreSerialNo }],
  );
  assert.equal(await world.coreBalance(accountNo), OPENING_BALANCE_FEN + LOAN_FEN);
  const { loans } = await borrower.api.listLoans({});
  assert.deepEqual(
    loans.map(({ loanId, outstandingFen }) => ({ loanId, outstandingFen })),
    [{ loanId: told.loanId, outstandingFen: LOAN_FEN }],
  );
  assert.deepEqual(await findings(world), []);
}
