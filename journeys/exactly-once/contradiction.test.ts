import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CoreBanking } from '../../server/src/integrations/core-banking/port.ts';
import { done, refused } from '../../server/src/integrations/outcome.ts';
import { requestDisbursement, sendDisbursement } from '../../server/src/lending/disbursement/index.ts';
import { aWorld } from '../kit/world.ts';
import { agreedContracts, aNode } from './nodes.ts';

test('a core that pays and, to a node that was slow, says it refused: the payout stands, and a person is told', async (t) => {
  const world = await aWorld(t);
  const [contract] = await agreedContracts(t, world, 1);
  assert(contract);
  const { needs } = await aNode(t, world);
  const asked = await needs.inTx((context) => requestDisbursement(context, needs.vault, contract));
  assert(asked.ok);
  const subject = asked.value.id;
  const work = (coreBanking: CoreBanking) =>
    sendDisbursement({ ...needs, coreBanking }, { subject, completeIn: () => Promise.resolve() });
  const leaseRunsOut = () =>
    world.db
      .updateTable('integrations.external_calls')
      .set({ leased_until: '2020-01-01T00:00:00.000Z' as never })
      .execute();

  await work({
    ...needs.coreBanking,
    // While this node waits, its lease runs out and another settles the payout with the real core.
    async transfer() {
      await leaseRunsOut();
      await work(needs.coreBanking);
      return refused('payee-closed', '');
    },
  });
  const { state } = await world.db
    .selectFrom('disbursement.disbursements')
    .select('state')
    .where('disbursement_id', '=', subject)
    .executeTakeFirstOrThrow();
  assert.equal(state, 'paid');
  assert.equal(await world.coreBalance(contract.accountNo), 1_234_56 + 50_000_00);
  const cases = await world.db.selectFrom('cases.cases').select(['kind', 'subject', 'reason', 'closed_at']).execute();
  assert.deepEqual(cases, [
    { kind: 'payout-outcome-open', subject, reason: 'settled, and later refused', closed_at: null },
  ]);

  // The same answer again, and one that agrees, tell nobody twice.
  await work({ ...needs.coreBanking, findTransfer: async () => done({ state: 'processing' }) });
  assert.equal((await world.db.selectFrom('cases.cases').select('kind').execute()).length, 1);
});
