import type { CustomerId } from '@miaodai/values';
import type { Tx } from '../../platform/db/connect.ts';

/** A customer leaves: nobody signs in as them again. */
export async function deleteCredentials(tx: Tx, customerId: CustomerId): Promise<void> {
  await tx.deleteFrom('credentials.passwords').where('customer_id', '=', customerId).execute();
  await tx.deleteFrom('credentials.tries').where('customer_id', '=', customerId).execute();
  await tx.deleteFrom('credentials.password_nonces').where('customer_id', '=', customerId).execute();
  await tx.deleteFrom('credentials.sms_codes').where('holder', '=', customerId).execute();
}
