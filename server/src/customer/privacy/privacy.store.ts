import type { BusinessDate, CustomerId, Instant } from '@miaodai/values';
import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/db/connect.ts';
import type { From } from '../consent/index.ts';
import type { Kept } from './closure.rules.ts';

export async function recordExport(
  tx: Tx | Db,
  made: { exportId: string; customerId: CustomerId; records: number },
  from: From,
  madeAt: Instant,
): Promise<void> {
  const { exportId, customerId, records } = made;
  await tx
    .insertInto('privacy.exports')
    .values({ export_id: exportId, customer_id: customerId, records, made_at: madeAt, ...from })
    .execute();
}

/** False where the customer has left before. */
export async function recordClosure(
  tx: Tx,
  closure: { customerId: CustomerId; idNumberIndex: Buffer | null },
  from: From,
  closedAt: Instant,
): Promise<boolean> {
  const row = await tx
    .insertInto('privacy.closures')
    .values({
      customer_id: closure.customerId,
      id_number_index: closure.idNumberIndex,
      closed_at: closedAt,
      ...from,
    })
    .onConflict((conflict) => conflict.column('customer_id').doNothing())
    .returning('customer_id')
    .executeTakeFirst();
  return row !== undefined;
}

export async function recordKept(
  tx: Tx,
  customerId: CustomerId,
  kept: readonly { kept: Kept; until: BusinessDate }[],
): Promise<void> {
  await tx
    .insertInto('privacy.kept')
    .values(kept.map(({ kept: what, until }) => ({ customer_id: customerId, what, keep_until: until })))
    .execute();
}

/** What has run out, the oldest first: kept until a day, it is deleted on the next. */
export async function lockRunOut(
  tx: Tx,
  today: BusinessDate,
  most: number,
): Promise<{ customerId: CustomerId; what: Kept }[]> {
  const { rows } = await sql<{ customerId: CustomerId; what: Kept }>`
    select customer_id as "customerId", what
    from privacy.kept
    where deleted_at is null and keep_until < ${today}
    order by keep_until, customer_id, what
    limit ${most}
    for update skip locked`.execute(tx);
  return rows;
}

export async function markDeleted(tx: Tx, customerId: CustomerId, what: Kept, deletedAt: Instant): Promise<void> {
  await tx
    .updateTable('privacy.kept')
    .set({ deleted_at: deletedAt })
    .where('customer_id', '=', customerId)
    .where('what', '=', what)
    .execute();
}

/** From now on nothing tells who the former customer was. */
export async function forgetPerson(tx: Tx, customerId: CustomerId): Promise<void> {
  await tx
    .updateTable('privacy.closures')
    .set({ id_number_index: null })
    .where('customer_id', '=', customerId)
    .execute();
}
