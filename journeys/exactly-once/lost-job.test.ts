import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from 'kysely';
import { takeUpAgain } from '../../server/src/lending/take-up-again.ts';
import { until } from '../kit/borrower.ts';
import { findings } from '../kit/findings.ts';
import { aPerson } from '../kit/persons.ts';
import { aWorld, serve } from '../kit/world.ts';

test('a payout whose job was lost is taken up again, settles, and its case is closed', async (t) => {
  const world = await aWorld(t);
  const person = aPerson(1, '王小明');
  await world.settle(person);
  const { borrower, needs } = await serve(t, world);
  const wang = borrower(person);
  const ready = await wang.upToConfirm();
  // The look at the account goes through; from the transfer on the core is silent.
  await world.faults([
    { system: 'core-banking', operation: 'transfer', times: 1_000, fault: 'hang-up-before' },
    { system: 'core-banking', operation: 'transfer-query', times: 1_000, fault: 'hang-up-before' },
  ]);
  const { disbursementId } = await wang.confirm(ready);
  await until('an open outcome', async () =>
    (await wang.outcome({ disbursementId }, 0)).state === 'sent' ? true : undefined,
  );

  // Everything that would ask again is gone, a person was told, and a long time goes by.
  await sql`delete from pgboss.job where name = 'disbursement.requested'`.execute(world.db);
  await sql`insert into cases.cases (case_id, kind, subject, reason, opened_at)
            values (gen_random_uuid(), 'payout-outcome-open', ${disbursementId}, 'silent', now())`.execute(world.db);
  await sql`update integrations.external_calls
            set updated_at = now() - interval '1 day', leased_until = null
            where subject = ${disbursementId}`.execute(world.db);
  await world.faults([]);
  await takeUpAgain(needs, { subject: 'by the clock', completeIn: () => Promise.resolve() });

  const paid = await until('the loan', async () => {
    const now = await wang.outcome({ disbursementId });
    return now.loanId ? now : undefined;
  });
  assert.equal(paid.state, 'paid');
  assert.equal((await world.transfersAtTheCore()).length, 1);
  const { rows } = await sql<{ open: number }>`
    select count(*)::int as open from cases.cases where closed_at is null`.execute(world.db);
  assert.deepEqual(rows, [{ open: 0 }]);
  assert.deepEqual(await findings(world), []);
});
