import type { TestContext } from 'node:test';
import { fen, type ApplicationId, type ContractId, type CustomerId } from '@miaodai/values';
import { readConfig } from '../../server/src/platform/config.ts';
import { createLog } from '../../server/src/platform/telemetry/log.ts';
import { wire } from '../../server/src/wiring.ts';
import { aPerson } from '../kit/persons.ts';
import { serve, type World } from '../kit/world.ts';

export type AgreedContract = {
  id: ContractId;
  applicationId: ApplicationId;
  customerId: CustomerId;
  accountNo: string;
};

/** A server without workers: the test says when a job runs. */
export async function aNode(t: TestContext, world: World) {
  const { needs, log, ring } = await wire(readConfig(world.env), { log: createLog('silent') });
  await ring.refresh();
  await needs.jobs.start({});
  t.after(async () => {
    await needs.jobs.stop();
    await needs.db.destroy();
  });
  return { needs, log };
}

/** So many customers who only have to confirm. */
export async function agreedContracts(t: TestContext, world: World, count: number): Promise<AgreedContract[]> {
  const server = await serve(t, world);
  const persons = Array.from({ length: count }, (_, i) => aPerson(i + 1, '王小明'));
  await world.settle(...persons);
  const waiting = [...persons];
  const contracts: AgreedContract[] = [];
  const walker = async () => {
    for (let person = waiting.pop(); person; person = waiting.pop()) {
      // All of them sign in from one address, more often than the bank allows.
      await world.db.deleteFrom('platform.rate_limits').execute();
      const { contractId } = await server.borrower(person).upToConfirm(fen(50_000_00));
      const row = await world.db
        .selectFrom('contract.contracts')
        .select(['customer_id', 'application_id'])
        .where('contract_id', '=', contractId)
        .executeTakeFirstOrThrow();
      contracts.push({
        id: contractId as ContractId,
        applicationId: row.application_id as ApplicationId,
        customerId: row.customer_id as CustomerId,
        accountNo: person.accountNo,
      });
    }
  };
  await Promise.all(Array.from({ length: 4 }, walker));
  await server.stop();
  return contracts;
}
