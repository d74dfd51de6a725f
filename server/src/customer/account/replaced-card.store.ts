import type { CustomerId, Instant } from '@miaodai/values';
import type { Db, Tx } from '../../platform/db/connect.ts';

/** When the card that is bound now took the place of another; undefined where it is the first, or none is bound. */
export async function replacedCardAt(tx: Tx | Db, customerId: CustomerId): Promise<Instant | undefined> {
  const [latest, before] = await tx
    .selectFrom('account.cards')
    .select(['bound_at', 'unbound_at'])
    .where('customer_id', '=', customerId)
    .orderBy('bound_at', 'desc')
    .limit(2)
    .execute();
  return latest && before && latest.unbound_at === null ? latest.bound_at : undefined;
}
