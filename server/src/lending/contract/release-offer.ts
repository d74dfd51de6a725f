import { assert, type ApplicationId } from '@miaodai/values';
import type { InTx } from '../../platform/context.ts';
import type { Vault } from '../../platform/crypto/vault.ts';
import type { Job } from '../../platform/jobs/jobs.ts';
import { lockApplication } from '../application/index.ts';
import { releaseLimit, reviewWithdrawn } from '../review/index.ts';
import { contractOf, markVoid } from './contract.store.ts';

/** Job: an application was given up. Its contract is void and its limit lapses; without either there is nothing to do. */
export const releaseOffer = ({ inTx, vault }: { inTx: InTx; vault: Vault }, job: Job): Promise<void> =>
  inTx(async (context) => {
    const { tx, today } = context;
    const id = job.subject as ApplicationId;
    const application = await lockApplication(tx, vault, id);
    assert(application?.step === 'withdrawn', `application ${id} was withdrawn`);
    const contract = await contractOf(tx, vault, id, { lock: true });
    if (contract) await markVoid(tx, contract.id);
    await reviewWithdrawn(context, vault, id);
    await releaseLimit(tx, id, today);
    await job.completeIn(tx);
  });
