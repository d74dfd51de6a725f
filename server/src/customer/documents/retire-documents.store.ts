import type { CustomerId, Instant } from '@miaodai/values';
import type { Tx } from '../../platform/db/connect.ts';

/** The customer leaves: drafts go at once, what was confirmed goes when its time is over. */
export async function retireDocuments(tx: Tx, customerId: CustomerId, keepUntil: Instant): Promise<void> {
  await tx
    .deleteFrom('documents.documents')
    .where('customer_id', '=', customerId)
    .where('state', '=', 'draft')
    .execute();
  await tx
    .updateTable('documents.documents')
    .set({ state: 'replaced', keep_until: keepUntil })
    .where('customer_id', '=', customerId)
    .where('state', '=', 'confirmed')
    .execute();
}
