import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { ApiProblem, NoAnswer } from '@miaodai/http-api/client';
import { databaseProxy, type Moment } from '../exactly-once/database-proxy.ts';
import { Borrower, until } from '../kit/borrower.ts';
import { CookieJar } from '../kit/cookies.ts';
import { tell } from '../kit/introduce.ts';
import { Newcomer, type Account } from '../kit/newcomer.ts';
import { aPerson, type Person } from '../kit/persons.ts';
import { startServer } from '../kit/processes.ts';
import { aWorld, serve, type World } from '../kit/world.ts';

/** The commits that write the request: the request itself, 'sent', the outcome. */
type Kill = { asking: 'open' | 'activate'; commit: 'request' | 'sent' | 'outcome'; moment: Moment };
const NTH: Record<Kill['commit'], number> = { request: 1, sent: 2, outcome: 3 };
const KILLS: readonly Kill[] = [
  { asking: 'open', commit: 'request', moment: 'before' },
  { asking: 'open', commit: 'request', moment: 'after' },
  { asking: 'open', commit: 'sent', moment: 'after' },
  { asking: 'open', commit: 'outcome', moment: 'before' },
  { asking: 'activate', commit: 'sent', moment: 'after' },
  { asking: 'activate', commit: 'outcome', moment: 'before' },
];

test(
  'killed at the commits of an opening or an activation, another node goes on: one account, active once',
  { concurrency: 8 },
  async (t) => {
    const world = await aWorld(t);
    const other = await serve(t, world);
    const each = (kill: Kill, i: number) =>
      t.test(`${kill.asking}: ${kill.moment} the commit of ${kill.commit}`, (t) =>
        survives(t, world, other, kill, aPerson(1 + i, '王小明')),
      );
    await Promise.all(KILLS.map(each));
  },
);

async function survives(
  t: TestContext,
  world: World,
  other: Awaited<ReturnType<typeof serve>>,
  { asking, commit, moment }: Kill,
  person: Person,
): Promise<void> {
  const transport = new CookieJar().carry();
  const at = (url: string) => new Newcomer(new Borrower(url, world.controlUrl, person, transport));
  const newcomer = at(other.url);
  await newcomer.register();
  await newcomer.confirmIdCard(other.needs);
  if (asking === 'activate') {
    await newcomer.open();
    assert.equal((await settled(newcomer)).state, 'not-active');
  }

  const doomed = await aDoomedServer(t, world);
  const there = at(doomed.url);
  const ask = await (asking === 'open' ? there.prepareOpening() : there.prepareActivation());
  doomed.killAt(NTH[commit], moment);
  const answer = await ask(crypto.randomUUID()).catch((error: unknown) => {
    if (error instanceof NoAnswer) return undefined;
    throw error;
  });
  if (answer) assert.match(answer.state, /^(opening|activating)$/);
  if (commit === 'request' && moment === 'before') await newcomer.open();

  assert.equal((await settled(newcomer)).state, asking === 'open' ? 'not-active' : 'normal');
  assert.equal(await refusalOf(newcomer.open()), 'account-exists');
  await assertOneAccount(world, person);
}

const settled = (newcomer: Newcomer): Promise<Account> =>
  until(
    'the core’s answer',
    async () => {
      const now = await newcomer.account(1_000);
      assert.notEqual(now.state, 'opening-refused', 'nothing has refused it');
      return now.state === 'opening' || now.state === 'activating' ? undefined : now;
    },
    60_000,
  );

const refusalOf = (asked: Promise<unknown>): Promise<string> =>
  asked.then(
    () => 'ok',
    (error: unknown) => (error instanceof ApiProblem ? error.problem.code : String(error)),
  );

/** Whatever was sent how often: the person has one account at the core. */
async function assertOneAccount({ controlUrl }: World, { idNumber }: Person): Promise<void> {
  const calls = await tell<{ answer: string | null }[]>(controlUrl, 'GET', '/calls');
  const numbers = new Set(calls.flatMap(({ answer }) => /"ACCT_NO":"(62220290\d+)"/.exec(answer ?? '')?.[1] ?? []));
  const accounts = await Promise.all(
    [...numbers].map((no) => tell<{ idNumber: string }>(controlUrl, 'GET', `/accounts/${no}`)),
  );
  assert.equal(accounts.filter((account) => account.idNumber === idNumber).length, 1);
}

/** A node of the world that is killed where it is told to be. */
async function aDoomedServer(t: TestContext, world: World) {
  const proxy = await databaseProxy(world.env['DATABASE_URL'] ?? '');
  const server = await startServer({ ...world.env, DATABASE_URL: proxy.url });
  t.after(async () => {
    await server.kill();
    await proxy.close();
  });
  return {
    url: server.url,
    killAt(nth: number, moment: Moment) {
      let seen = 0;
      proxy.watch(({ tables }, at) => {
        if (at === moment && tables.includes('account.requests')) seen += 1;
        if (seen < nth) return 'go on';
        server.child.kill('SIGKILL');
        return 'cut';
      });
    },
  };
}
