import type { CustomerId } from '@miaodai/values';
import type { Tx } from '../../platform/db/connect.ts';

/** Consent is taken back, or the customer leaves: every picture of the face goes; that there were attempts stays. */
export async function forgetFace(tx: Tx, customerId: CustomerId): Promise<void> {
  await tx
    .deleteFrom('face.evidence')
    .where('attempt_id', 'in', (of) =>
      of.selectFrom('face.attempts').select('attempt_id').where('customer_id', '=', customerId),
    )
    .execute();
  await tx.deleteFrom('face.enrolments').where('customer_id', '=', customerId).execute();
}
