import { ok, refuse, type ApplicationId, type Result } from '@miaodai/values';
import type { Context } from '../../platform/context.ts';
import type { Vault } from '../../platform/crypto/vault.ts';
import { insertEvent } from './events.store.ts';
import { heldByOther, lockForWork } from './lock-for-work.ts';
import { mayClaim, mayRelease, type Officer } from './review.rules.ts';
import { updateReview } from './review.store.ts';

type Refusal = 'not-found' | 'step-not-allowed' | 'held-by-other';

/** Takes it in hand: locked for everybody else. Who has it already keeps it. */
export async function claimReview(
  context: Context,
  vault: Vault,
  id: ApplicationId,
  officer: Officer,
): Promise<Result<void, Refusal | 'above-authority'>> {
  const locked = await lockForWork(context, vault, id, officer);
  if (!locked.ok) return locked;
  const { application, review } = locked.value;
  const refused = application.step === 'officer' ? mayClaim(review, officer) : 'step-not-allowed';
  if (refused === 'held-by-other') return heldByOther(context.tx, review);
  if (refused) return refuse(refused);
  if (review.holderId === officer.staffId) return ok(undefined);

  await updateReview(context.tx, vault, id, { holder: { id: officer.staffId, since: context.now } });
  await insertEvent(context.tx, vault, id, { event: 'claimed', by: officer.staffId }, context.now);
  return ok(undefined);
}

export async function releaseReview(
  context: Context,
  vault: Vault,
  id: ApplicationId,
  officer: Officer,
): Promise<Result<void, Refusal>> {
  const locked = await lockForWork(context, vault, id, officer);
  if (!locked.ok) return locked;
  const refused = mayRelease(locked.value.review, officer);
  if (refused === 'held-by-other') return heldByOther(context.tx, locked.value.review);
  if (refused) return refuse(refused);

  await updateReview(context.tx, vault, id, { holder: null });
  await insertEvent(context.tx, vault, id, { event: 'released', by: officer.staffId }, context.now);
  return ok(undefined);
}
