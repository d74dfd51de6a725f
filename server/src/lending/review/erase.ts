import type { ApplicationId, CustomerId } from '@miaodai/values';
import type { Tx } from '../../platform/db/connect.ts';
import { eraseNotes } from './events.store.ts';
import { deletePapersOf } from './papers.store.ts';

/** Once nothing demands it any more: decisions stay, papers and what was written about the person go. */
export async function eraseReviews(
  tx: Tx,
  customerId: CustomerId,
  applications: readonly ApplicationId[],
): Promise<void> {
  for (const id of applications) await deletePapersOf(tx, id);
  await eraseNotes(tx, customerId);
}
