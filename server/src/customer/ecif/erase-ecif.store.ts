import type { CustomerId } from '@miaodai/values';
import type { Tx } from '../../platform/db/connect.ts';

/** Once nothing demands the record any more. */
export const eraseEcif = async (tx: Tx, customerId: CustomerId): Promise<void> =>
  void (await tx.deleteFrom('ecif.fields').where('customer_id', '=', customerId).execute());
