import type { ApplicationId, CustomerId, Instant } from '@miaodai/values';
import type { Db, Tx } from '../../platform/db/connect.ts';

const TABLE = 'application.applications';

/** What a customer has asked for before this application: how often they submitted one, and how often they were declined. */
export async function pastApplications(
  tx: Tx | Db,
  customerId: CustomerId,
  besides: ApplicationId,
): Promise<{ applications: number; declined: number }> {
  const row = await tx
    .selectFrom(TABLE)
    .select(({ fn }) => [
      fn.countAll<number>().as('applications'),
      fn.countAll<number>().filterWhere('step', '=', 'declined').as('declined'),
    ])
    .where('customer_id', '=', customerId)
    .where('application_id', '<>', besides)
    .where('submitted_at', 'is not', null)
    .executeTakeFirstOrThrow();
  return { applications: row.applications, declined: row.declined };
}

/** The numbers by which people speak of them. */
export async function applicationNos(tx: Tx | Db, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await tx
    .selectFrom(TABLE)
    .select(['application_id', 'application_no'])
    .where('application_id', 'in', [...ids])
    .execute();
  return new Map(rows.map((row) => [row.application_id, row.application_no]));
}

/** When an application was declined. */
export async function declinedAt(tx: Tx | Db, id: ApplicationId): Promise<Instant | undefined> {
  const row = await tx
    .selectFrom('application.status_history')
    .select('at')
    .where('application_id', '=', id)
    .where('status', '=', 'declined')
    .executeTakeFirst();
  return row?.at;
}
