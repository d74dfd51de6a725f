import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from 'kysely';
import { fen } from '@miaodai/values';
import { takeUpAgain } from '../../server/src/lending/take-up-again.ts';
import { until } from '../kit/borrower.ts';
import { findings } from '../kit/findings.ts';
import { cardBalance, readTransfer, startTransfer, untilMoved } from '../kit/mover.ts';
import { aPerson } from '../kit/persons.ts';
import { aWorld, serve } from '../kit/world.ts';

test('a transfer whose job was lost between its legs is taken up again, settles, and its case is closed', async (t) => {
  const world = await aWorld(t);
  const person = aPerson(1, '王小明');
  await world.settle(person);
  const { borrower, needs } = await serve(t, world);
  const wang = borrower(person);
  await wang.signIn();
  // The core takes the money; from then on the card network is silent.
  await world.faults([{ system: 'card-network', operation: '*', times: 1_000, fault: 'hang-up-before' }]);
  const asked = await startTransfer(wang, { direction: 'out', amountFen: fen(1_000_00) });
  await until('a silent network', async () => {
    const { rows } = await sql`
      select from integrations.external_calls where system = 'card-network' and state = 'unknown'`.execute(world.db);
    return rows.length > 0 ? true : undefined;
  });
  assert.equal((await readTransfer(wang, asked, 0)).state, 'sent');
  assert.equal(await world.coreBalance(person.accountNo), 234_56);

  // Everything that would ask again is gone, a person was told, and a long time goes by.
  await sql`delete from pgboss.job where name = 'transfer.leg-begun'`.execute(world.db);
  await sql`insert into cases.cases (case_id, kind, subject, reason, opened_at)
            values (gen_random_uuid(), 'transfer-open', ${asked.transferId}, 'silent', now())`.execute(world.db);
  await sql`update integrations.external_calls
            set updated_at = now() - interval '1 day', leased_until = null
            where subject = ${asked.transferId}`.execute(world.db);
  await world.faults([]);
  await takeUpAgain(needs, { subject: 'by the clock', completeIn: () => Promise.resolve() });

  assert.equal((await untilMoved(wang, asked)).state, 'done');
  assert.equal(await cardBalance(world.controlUrl, person.cardNo), 51_000_00);
  const { rows } = await sql<{ open: number }>`
    select count(*)::int as open from cases.cases where closed_at is null`.execute(world.db);
  assert.deepEqual(rows, [{ open: 0 }]);
  await until('the text', async () => ((await wang.texts()).length > 0 ? true : undefined));
  assert.deepEqual(await findings(world), []);
});
