import { ok, refuse, type ApplicationId, type Result } from '@miaodai/values';
import { memberNames } from '../../bank/staff/index.ts';
import type { Context } from '../../platform/context.ts';
import type { Vault } from '../../platform/crypto/vault.ts';
import type { Tx } from '../../platform/db/connect.ts';
import { lockApplication, type Application } from '../application/index.ts';
import { inHand, sees, type Officer, type Review } from './review.rules.ts';
import { lockReview } from './review.store.ts';

type Locked = { application: Application; review: Review };
export type HandRefusal = 'not-found' | 'step-not-allowed' | 'held-by-other' | 'review-changed';

/** Application and review, locked in this order. Of another branch it is as if there were none. */
export async function lockForWork(
  { tx }: Context,
  vault: Vault,
  applicationId: ApplicationId,
  officer: Officer,
): Promise<Result<Locked, 'not-found'>> {
  const application = await lockApplication(tx, vault, applicationId);
  const review = application && (await lockReview(tx, vault, applicationId));
  if (!review || !sees(officer, review)) return refuse('not-found');
  return ok({ application, review });
}

/** For a decision: in this officer's hand, and as they have seen it. */
export async function lockInHand(
  context: Context,
  vault: Vault,
  { applicationId, version }: { applicationId: ApplicationId; version: number },
  officer: Officer,
): Promise<Result<Locked, HandRefusal>> {
  const locked = await lockForWork(context, vault, applicationId, officer);
  if (!locked.ok) return locked;
  const { application, review } = locked.value;
  const refused = application.step === 'officer' ? inHand(review, officer) : 'step-not-allowed';
  if (refused === 'held-by-other') return heldByOther(context.tx, review);
  if (refused) return refuse(refused);
  return review.version === version ? locked : refuse('review-changed');
}

/** Says who has it. */
export async function heldByOther(tx: Tx, { holderId }: Pick<Review, 'holderId'>) {
  if (holderId === null) return refuse('held-by-other', { words: '请先领取此申请' });
  const names = await memberNames(tx, [holderId]);
  return refuse('held-by-other', { words: `${names.get(holderId) ?? '其他同事'} 正在办理` });
}
