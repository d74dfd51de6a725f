import type { Db } from '../platform/db/connect.ts';

type Table =
  | 'settings.settings'
  | 'branches.branches'
  | 'employers.rosters'
  | 'employers.employers'
  | 'products.products'
  | 'products.parameters'
  | 'content.texts'
  | 'staff.roles'
  | 'staff.authorities'
  | 'decision.models';

/** In one transaction, in the order of the tables; rows that are there stay as they are. */
export async function insertMissing(db: Db, rows: readonly (readonly [Table, readonly object[]])[]): Promise<void> {
  await db.transaction().execute(async (tx) => {
    for (const [table, values] of rows) {
      await tx
        .insertInto(table)
        .values(values)
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    }
  });
}
