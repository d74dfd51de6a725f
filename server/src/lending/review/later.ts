import type { ApplicationId, StaffId } from '@miaodai/values';
import type { Context } from '../../platform/context.ts';
import type { Vault } from '../../platform/crypto/vault.ts';
import { insertEvent } from './events.store.ts';
import { markRecorded } from './papers.store.ts';
import { readReview, updateReview } from './review.store.ts';

// What later stages do to a review, each in its own transaction, with the application locked.

type By = { by: StaffId };

/** The paper contract is there, with its scans: somebody else releases the payout. */
export async function contractRecorded(
  { tx, now }: Context,
  vault: Vault,
  id: ApplicationId,
  { by, scans }: By & { scans: readonly string[] },
): Promise<void> {
  await markRecorded(tx, scans);
  await updateReview(tx, vault, id, { state: 'to-check', recorded: { by, at: now } });
  await insertEvent(tx, vault, id, { event: 'contract-recorded', by }, now);
}

export async function payoutReleased({ tx, now }: Context, vault: Vault, id: ApplicationId, { by }: By): Promise<void> {
  await updateReview(tx, vault, id, { state: 'paying' });
  await insertEvent(tx, vault, id, { event: 'payout-released', by }, now);
}

/** The core has finally refused: once the cause is cured, the payout is released again. */
export async function payoutRefused({ tx, now }: Context, vault: Vault, id: ApplicationId): Promise<void> {
  await updateReview(tx, vault, id, { state: 'to-check' });
  await insertEvent(tx, vault, id, { event: 'payout-refused' }, now);
}

export async function reviewPaid({ tx, now }: Context, vault: Vault, id: ApplicationId): Promise<void> {
  await updateReview(tx, vault, id, { state: 'done' });
  await insertEvent(tx, vault, id, { event: 'paid' }, now);
}

/** The customer has given the application up; without a review there is nothing to do. */
export async function reviewWithdrawn({ tx, now }: Context, vault: Vault, id: ApplicationId): Promise<void> {
  const review = await readReview(tx, vault, id);
  if (!review || review.state === 'withdrawn') return;
  await updateReview(tx, vault, id, { state: 'withdrawn', holder: null });
  await insertEvent(tx, vault, id, { event: 'withdrawn' }, now);
}
