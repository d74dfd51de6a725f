import { dayInShanghai, type BusinessDate } from '@miaodai/values';
import { readText } from '../../bank/content/index.ts';
import type { Db, Tx } from '../../platform/db/connect.ts';
import { declineReasonsFrom, paperKindsFrom, type DeclineReason, type PaperKind, type Review } from './review.rules.ts';

/** What papers there are, as the bank has them in its content today. */
export const paperKinds = async (tx: Tx | Db, on: BusinessDate): Promise<PaperKind[]> =>
  paperKindsFrom(await readText(tx, 'paper-kinds', on));

/** The reason with which it was declined, in the words of that day: the bank may have dropped it from its list since. */
export async function reasonOf(tx: Tx | Db, review: Review, today: BusinessDate): Promise<DeclineReason | undefined> {
  if (review.state !== 'declined' || !review.decided) return undefined;
  const day = dayInShanghai(review.decided.at);
  const reasons = await declineReasons(tx, day < today ? day : today);
  return reasons.find(({ code }) => code === review.declineReason);
}

/** Why an officer may decline. */
export const declineReasons = async (tx: Tx | Db, on: BusinessDate): Promise<DeclineReason[]> =>
  declineReasonsFrom(await readText(tx, 'officer-decline-reasons', on));
