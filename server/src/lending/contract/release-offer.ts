import { assert, type ApplicationId } from '@miaodai/values';
import { post } from '../../ledger/index.ts';
import type { InTx } from '../../platform/context.ts';
import type { Vault } from '../../platform/crypto/vault.ts';
import type { Job } from '../../platform/jobs/jobs.ts';
import { limitReleased } from '../accounting.ts';
import { lockApplication } from '../application/index.ts';
import { decisionOf } from '../decision/index.ts';
import { contractOf, markVoid } from './contract.store.ts';

/** Job: an application was given up. Its contract is void and its limit lapses; without either there is nothing to do. */
export const releaseOffer = ({ inTx, vault }: { inTx: InTx; vault: Vault }, job: Job): Promise<void> =>
  inTx(async ({ tx, today }) => {
    const id = job.subject as ApplicationId;
    const application = await lockApplication(tx, vault, id);
    assert(application?.step === 'withdrawn', `application ${id} was withdrawn`);
    const contract = await contractOf(tx, vault, id, { lock: true });
    if (contract) await markVoid(tx, contract.id);
    const decision = await decisionOf(tx, id);
    if (decision?.approved) await post(tx, limitReleased(id, decision.limitFen, today));
    await job.completeIn(tx);
  });
