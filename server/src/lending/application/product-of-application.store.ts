import { sql } from 'kysely';
import type { ApplicationId } from '@miaodai/values';
import type { Tx } from '../../platform/db/connect.ts';
import { codeOf } from '../../platform/db/together.ts';

const UNIQUE_VIOLATION = '23505';

/** False where the customer has another application of that product open, also where one was started this very moment. */
export async function changeProduct(tx: Tx, id: ApplicationId, productCode: string): Promise<boolean> {
  await sql`savepoint product`.execute(tx);
  try {
    await tx
      .updateTable('application.applications')
      .set({ product_code: productCode })
      .where('application_id', '=', id)
      .execute();
  } catch (error) {
    if (codeOf(error) !== UNIQUE_VIOLATION) throw error;
    await sql`rollback to savepoint product`.execute(tx);
    return false;
  }
  await sql`release savepoint product`.execute(tx);
  return true;
}
