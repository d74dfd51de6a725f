import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { customerOperations } from '@miaodai/http-api';
import { settings } from '../../server/src/seed/defaults.ts';
import { aPerson } from '../kit/persons.ts';
import { untouched } from '../kit/untouched.ts';
import { aDoor } from './door.ts';
import { answerIn, assertProblem, send, type Ask } from './visitor.ts';
import { textsFor, walkTo, writes } from './walk.ts';

const wang = aPerson(1, '王小明');
const li = aPerson(2, '李晓红');

/** Every operation that is the customer's, with ids that lead nowhere. */
const ofCustomers: [string, Ask][] = Object.entries(customerOperations)
  .filter(([, { who }]) => who === 'customer')
  .map(([name, { method, path }]) => {
    const filled = path.replace('{kind}', 'credit-report').replace(/\{\w+\}/g, randomUUID());
    const headers = { 'idempotency-key': randomUUID() };
    return [name, { method, path: filled, headers, ...(method === 'GET' || method === 'DELETE' ? {} : { body: {} }) }];
  });

test('whoever has no session is asked to sign in, whatever they want', async (t) => {
  const { world, url } = await aDoor(t, wang);
  assert.ok(ofCustomers.length >= 20);
  const nobody = [
    '',
    'miaodai_session=',
    'miaodai_session=abc',
    `miaodai_session=${'x'.repeat(5000)}`,
    'miaodai_session=%00',
  ];
  await untouched(world.db, 'a request of nobody', async () => {
    for (const [name, ask] of ofCustomers) {
      for (const cookie of nobody) {
        assertProblem(await send(url, { ...ask, headers: { ...ask.headers, cookie } }), 'not-signed-in', name);
      }
    }
  });
});

test('a session ends when nobody has used it for too long, and at the latest after half a day', async (t) => {
  const { visitors, clock } = await aDoor(t, wang);
  const [visitor] = visitors;
  const look = { method: 'GET', path: '/api/customer/session' };
  const everything = async (code: 'session-expired' | 'not-signed-in') => {
    for (const [name, ask] of ofCustomers) assertProblem(await visitor.send(ask), code, name);
  };

  await visitor.borrower.signIn();
  clock.move(settings.sessionIdleSeconds - 30);
  answerIn(await visitor.send(look));
  clock.move(settings.sessionIdleSeconds - 30);
  answerIn(await visitor.send(look));
  clock.move(settings.sessionIdleSeconds + 1);
  await everything('session-expired');

  await visitor.borrower.signIn();
  const steps = Math.floor(settings.sessionMaxSeconds / 600) - 1;
  for (let i = 0; i < steps; i += 1) {
    clock.move(600);
    answerIn(await visitor.send(look));
  }
  clock.move(601);
  await everything('session-expired');
});

test('a session that was ended stays ended, also for whoever kept its cookie', async (t) => {
  const { visitors } = await aDoor(t, wang);
  const [visitor] = visitors;
  await visitor.borrower.signIn();
  const { cookie } = visitor;
  answerIn(await visitor.send({ method: 'DELETE', path: '/api/customer/session' }));
  const said = await visitor.send({ method: 'GET', path: '/api/customer/session', headers: { cookie } });
  assertProblem(said, 'session-expired');
  assertProblem(
    await visitor.send({ method: 'DELETE', path: '/api/customer/session', headers: { cookie } }),
    'session-expired',
  );
});

test("what is somebody else's is as if it did not exist", async (t) => {
  const { world, visitors } = await aDoor(t, wang, li);
  const [owner, stranger] = visitors;
  const paying = await walkTo(owner.borrower, 'confirm');
  const contractId = paying.contractId ?? '';
  const disbursement = await owner.borrower.confirm(paying);
  const { disbursementId } = disbursement;
  const { loanId } = await owner.borrower.outcome(disbursement);
  const at = await walkTo(stranger.borrower, 'submit');
  const gets = [
    `/api/customer/applications/${paying.applicationId}`,
    `/api/customer/applications/${paying.applicationId}?waitMs=2000`,
    `/api/customer/applications/${paying.applicationId}/use-of-funds`,
    `/api/customer/contracts/${contractId}`,
    `/api/customer/disbursements/${disbursementId}`,
    `/api/customer/loans/${loanId ?? ''}`,
  ];
  const theirs = writes({ ...paying, version: at.version }, await textsFor(stranger.borrower));
  await untouched(world.db, "a request for somebody else's", async () => {
    for (const path of gets) assertProblem(await stranger.send({ method: 'GET', path }), 'not-found', path);
    for (const [name, ask] of Object.entries(theirs)) {
      if (name !== 'startApplication') assertProblem(await stranger.send(ask), 'not-found', name);
    }
  });
  assert.deepEqual((await stranger.borrower.api.listLoans({})).loans, []);
  assert.equal((await world.transfersAtTheCore()).length, 1);
});

test('an id that is none names nothing', async (t) => {
  const { world, visitors } = await aDoor(t, wang);
  const [visitor] = visitors;
  const at = await walkTo(visitor.borrower, 'about-you');
  const texts = await textsFor(visitor.borrower);
  const none = [
    ...[
      '1',
      '0',
      '-1',
      'null',
      'undefined',
      'NaN',
      'current2',
      '[object%20Object]',
      '%00',
      '%F0%9F%92%A9',
      '..%2f..%2fetc',
    ],
    ...[
      "1'%20or%20'1'='1",
      "'%3Bdrop%20table%20ledger.entries--",
      `${randomUUID()}x`,
      randomUUID().replaceAll('-', ''),
    ],
    ...['00000000-0000-0000-0000-00000000000g', 'a'.repeat(100), 'a'.repeat(5000), '%7B%7D', `${at.applicationId}%00`],
  ];
  await untouched(world.db, 'a request for no id', async () => {
    for (const id of none) {
      for (const noun of ['applications', 'contracts', 'disbursements', 'loans']) {
        const said = await visitor.send({ method: 'GET', path: `/api/customer/${noun}/${id}` });
        assertProblem(said, 'not-found', `${noun}/${id}`);
      }
    }
    for (const id of none.slice(0, 12)) {
      for (const [name, ask] of Object.entries(writes(at, texts))) {
        if (name === 'startApplication') continue;
        const path = ask.path.replace(/(applications|contracts)\/[^/]+/, `$1/${id}`);
        assertProblem(await visitor.send({ ...ask, path }), 'not-found', `${name} ${id}`);
      }
    }
    for (const kind of ['loan-contract', 'toString', '__proto__', 'EMPLOYEE-INFORMATION']) {
      const path = `/api/customer/agreements/${kind}`;
      assertProblem(await visitor.send({ method: 'GET', path }), 'not-found', path);
    }
  });
});

test('a page of another site cannot make a browser write here', async (t) => {
  const { world, url, visitors } = await aDoor(t, wang);
  const [visitor] = visitors;
  const at = await walkTo(visitor.borrower, 'about-you');
  const asks = Object.entries(writes(at, await textsFor(visitor.borrower)));
  const signIn = { method: 'POST', path: '/api/customer/sessions', body: { mobile: wang.mobile, password: 'x' } };
  const signOut = { method: 'DELETE', path: '/api/customer/session' };
  const { host } = new URL(url);
  const foreign: Record<string, string>[] = [
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { 'sec-fetch-site': 'cross-site', origin: url },
    { origin: 'https://evil.example' },
    { origin: `http://evil.${host}` },
    { origin: `http://${host}.evil.example` },
    { origin: 'null' },
    { origin: 'no origin at all' },
  ];
  await untouched(world.db, 'a request from another site', async () => {
    for (const headers of foreign) {
      for (const [name, ask] of [...asks, ['signIn', signIn], ['signOut', signOut]] as [string, Ask][]) {
        const said = await visitor.send({ ...ask, headers });
        assertProblem(said, 'cross-site-request', `${name} ${JSON.stringify(headers)}`);
      }
    }
  });
  answerIn(await visitor.send({ method: 'GET', path: '/api/customer/session', headers: { origin: url } }));
});
