import type { CustomerId } from '@miaodai/values';
import type { Tx } from '../../platform/db/connect.ts';

/** Once nothing demands it any more: amounts, days and numbers stay; what was only quoted goes, and what officers wrote about somebody. */
export async function eraseEarlyRepayments(tx: Tx, customerId: CustomerId): Promise<void> {
  await tx.deleteFrom('repayment.early_quotes').where('customer_id', '=', customerId).execute();
  await tx
    .updateTable('repayment.early_requests')
    .set({ note: '' })
    .where('customer_id', '=', customerId)
    .where('note', 'is not', null)
    .execute();
}
