import type { Db, Tx } from '../../platform/db/connect.ts';
import { ENDED } from './application.rules.ts';

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
