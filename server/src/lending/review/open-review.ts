import { addSeconds, assert, type ApplicationId } from '@miaodai/values';
import { readSettings } from '../../bank/settings/index.ts';
import type { Context, InTx } from '../../platform/context.ts';
import type { Vault } from '../../platform/crypto/vault.ts';
import type { Job } from '../../platform/jobs/jobs.ts';
import { lockApplication, type Application } from '../application/index.ts';
import { insertEvent } from './events.store.ts';
import { wantedOf, type Review } from './review.rules.ts';
import { insertReview, lockReview } from './review.store.ts';

/** Job: an application has come to the officer. Given up in the meantime, nobody need look at it. */
export const openReview = ({ inTx, vault }: { inTx: InTx; vault: Vault }, job: Job): Promise<void> =>
  inTx(async (context) => {
    const application = await lockApplication(context.tx, vault, job.subject as ApplicationId);
    assert(application, 'an application that was referred exists');
    if (application.step === 'officer') await reviewOf(context, vault, application);
    await job.completeIn(context.tx);
  });

/** The review of a locked application that is with the officer; opened here where the job has not come to it yet. */
export async function reviewOf(context: Context, vault: Vault, application: Application): Promise<Review> {
  const { tx, today, now } = context;
  const { reviewHours } = await readSettings(tx, today);
  const opened = await insertReview(tx, {
    ...{ applicationId: application.id, applicationNo: application.no, customerId: application.customerId },
    ...{ productCode: application.productCode, branchCode: application.branchCode, wantedFen: wantedOf(application) },
    ...{ openedAt: now, dueAt: addSeconds(now, reviewHours * 3_600) },
  });
  if (opened) await insertEvent(tx, vault, application.id, { event: 'opened' }, now);
  const review = await lockReview(tx, vault, application.id);
  assert(review, 'a review that was opened is there');
  return review;
}
