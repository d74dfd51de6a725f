import { assert } from '@miaodai/values';
import type { InTx } from '../../platform/context.ts';
import type { Vault } from '../../platform/crypto/vault.ts';
import type { Job } from '../../platform/jobs/jobs.ts';
import { lockApplication, moveTo } from '../application/index.ts';
import { lockSigning } from './signing.store.ts';

/** Job. TODO(D, within the hour): goes on unsigned until the certificate authority, the typesetter and PAdES are there. */
export const signContract = ({ inTx, vault }: { inTx: InTx; vault: Vault }, job: Job): Promise<void> =>
  inTx(async (context) => {
    const signing = await lockSigning(context.tx, vault, job.subject);
    const application = await lockApplication(context.tx, vault, signing.applicationId);
    assert(application, 'what is signed has an application');
    if (application.step === 'signing') await moveTo(context, vault, application, 'confirm');
    await job.completeIn(context.tx);
  });
