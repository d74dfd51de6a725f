import { sql } from 'kysely';
import type { ApplicationId } from '@miaodai/values';
import type { Db, Tx } from '../../platform/db/connect.ts';
import { codeOf } from '../../platform/db/together.ts';
import type { Step } from './application.rules.ts';

const UNIQUE_VIOLATION = '23505';
const ENDED: readonly Step[] = ['done', 'declined', 'not-eligible', 'withdrawn', 'expired'];

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

/** How many applications are open of each employer: a new roster does not change the route that they were given. */
export async function openApplicationsByEmployer(tx: Tx | Db, codes: readonly string[]): Promise<Map<string, number>> {
  const rows = await tx
    .selectFrom('application.applications')
    .select(({ fn }) => ['employer_code', fn.countAll<number>().as('open')])
    .where('step', 'not in', ENDED)
    .where('employer_code', '=', ({ fn, val }) => fn.any(val([...codes])))
    .groupBy('employer_code')
    .execute();
  return new Map(rows.map((row) => [row.employer_code ?? '', row.open]));
}
