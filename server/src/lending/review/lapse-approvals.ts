import type { InTx } from '../../platform/context.ts';
import type { Vault } from '../../platform/crypto/vault.ts';
import { lockApplication, moveTo } from '../application/index.ts';
import { insertEvent } from './events.store.ts';
import { releaseLimit } from './release-limit.ts';
import { lockReview, unsignedSince, updateReview } from './review.store.ts';

/** So many at a time; the rest in the next hour. */
const BATCH = 500;

/**
 * Approvals whose day has passed without a signature lapse: the limit is released, and the customer may apply anew. What was signed in
 * time stays. @returns how many did.
 */
export async function lapseApprovals({ inTx, vault }: { inTx: InTx; vault: Vault }): Promise<number> {
  const late = await inTx(({ tx, today }) => unsignedSince(tx, today, BATCH));
  let lapsed = 0;
  for (const id of late) {
    await inTx(async (context) => {
      const { tx, today, now } = context;
      const application = await lockApplication(tx, vault, id);
      const review = application && (await lockReview(tx, vault, id));
      // It may have been signed, or given up, in the meantime.
      const isLate = review?.state === 'to-sign' && review.terms !== null && review.terms.validUntil < today;
      if (!isLate || application?.step !== 'offline-contract') return;
      await moveTo(context, vault, application, 'expired');
      await updateReview(tx, vault, id, { state: 'withdrawn' });
      await insertEvent(tx, vault, id, { event: 'lapsed' }, now);
      await releaseLimit(tx, id, today);
      lapsed += 1;
    });
  }
  return lapsed;
}
