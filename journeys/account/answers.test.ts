import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import {
  isSettled,
  latestRequest,
  requestStateChange,
  sendAccountRequest,
} from '../../server/src/customer/account/index.ts';
import { findCustomerByMobile } from '../../server/src/customer/identity/index.ts';
import type { CoreBanking } from '../../server/src/integrations/core-banking/port.ts';
import { done, refused, unknown } from '../../server/src/integrations/outcome.ts';
import { aNode } from '../exactly-once/nodes.ts';
import { aPerson } from '../kit/persons.ts';
import { aWorld, serve } from '../kit/world.ts';

/** A customer who has asked for a freeze, and a node that does only what the test says. */
async function aFreezeAsked(t: TestContext) {
  const world = await aWorld(t);
  const person = aPerson(1, '王小明');
  await world.settle(person);
  // Opens the day and the queues; from then on nobody works but the test.
  await (await serve(t, world)).stop();
  const { needs } = await aNode(t, world);
  const customerId = await findCustomerByMobile(needs.db, needs.vault, person.mobile);
  assert.ok(customerId);
  const asked = await needs.inTx((context) => requestStateChange(context, needs.vault, customerId, 'freeze'));
  assert.ok(asked.ok);
  const { id: subject, requestNo } = asked.value;
  const completed: string[] = [];
  return {
    ...{ needs, person, customerId, subject, requestNo, completed },
    work: (coreBanking: Partial<CoreBanking>) =>
      sendAccountRequest(
        { ...needs, coreBanking: { ...needs.coreBanking, ...coreBanking } },
        { subject, completeIn: async () => void completed.push(subject) },
      ),
    leaseRunsOut: () =>
      world.db
        .updateTable('integrations.external_calls')
        .set({ leased_until: '2020-01-01T00:00:00.000Z' as never })
        .execute(),
    state: async () => (await latestRequest(needs.db, needs.vault, customerId))?.state,
    cases: () => world.db.selectFrom('cases.cases').select(['kind', 'subject', 'reason', 'closed_at']).execute(),
    texts: async () =>
      (await world.db.selectFrom('messages.messages').select('kind').execute()).map(({ kind }) => kind),
  };
}

test('done here and refused to a node that was slow: what was settled stands, and a person is told once', async (t) => {
  const { work, leaseRunsOut, needs, subject, state, cases, texts } = await aFreezeAsked(t);
  await work({
    // While this node waits, its lease runs out and another settles it with the real core.
    async changeState() {
      await leaseRunsOut();
      await work(needs.coreBanking);
      return refused('state-not-allowed', '');
    },
  });
  assert.equal(await state(), 'done');
  const open = [{ kind: 'account-outcome-open', subject, reason: 'settled, and later refused', closed_at: null }];
  assert.deepEqual(await cases(), open);
  await work({});
  assert.deepEqual(await cases(), open);
  assert.deepEqual(await texts(), ['account-freeze-done'], 'told once');
});

test('a node that wakes up late and knows nothing undoes nothing, and leaves the job to whoever took over', async (t) => {
  const { work, leaseRunsOut, state, completed } = await aFreezeAsked(t);
  let doneByTheOther = 0;
  await work({
    async changeState() {
      await leaseRunsOut();
      await work({ findAccountRequest: async () => done({ state: 'processing' }) });
      doneByTheOther = completed.length;
      return unknown('no answer in time');
    },
  });
  assert.equal(await state(), 'sent');
  assert.equal(completed.length, doneByTheOther);
});

test('a number that the core knows for something else stays open and becomes a case', async (t) => {
  const { work, leaseRunsOut, requestNo, state, cases, texts } = await aFreezeAsked(t);
  await work({ changeState: async () => refused('number-used-otherwise', '') });
  await leaseRunsOut();
  const other = { requestNo, accountNo: '6222029000000000990', state: 'frozen' as const };
  await work({ findAccountRequest: async () => done({ state: 'done', receipt: other }) });
  assert.equal(await state(), 'sent');
  assert.deepEqual(
    (await cases()).map(({ kind, reason }) => [kind, reason]),
    [['account-outcome-open', 'the core knows our number for another request']],
  );
  assert.deepEqual(await texts(), []);
});

test('one thing at a time: while the core is at a freeze, the same is the same and another is refused', async (t) => {
  const { needs, customerId, subject, work } = await aFreezeAsked(t);
  const ask = (kind: 'freeze' | 'report-loss') =>
    needs.inTx((context) => requestStateChange(context, needs.vault, customerId, kind));
  const same = await ask('freeze');
  assert.equal(same.ok && same.value.id, subject);
  assert.equal((await ask('report-loss')).ok, false);
  await work({});
  const latest = await latestRequest(needs.db, needs.vault, customerId);
  assert.ok(latest && isSettled(latest));
  assert.equal((await ask('freeze')).ok, true, 'after it, the core is asked again, and says no itself');
});
