import type { CustomerId, Instant } from '@miaodai/values';
import { v7 as uuid } from 'uuid';
import type { Db, Tx } from '../../platform/db/connect.ts';
import { deviceName, maskIp, SECURITY_EVENTS, type SecurityEventKind } from './identity.rules.ts';

/** What has happened to somebody's access, and from where; the address is masked before it is kept. */
export async function recordSecurityEvent(
  tx: Tx | Db,
  customerId: CustomerId,
  kind: SecurityEventKind,
  from: { device: string; ip: string },
  now: Instant,
): Promise<void> {
  await tx
    .insertInto('identity.security_events')
    .values({
      event_id: uuid(),
      customer_id: customerId,
      kind,
      at: now,
      device: deviceName(from.device),
      ip: maskIp(from.ip),
    })
    .execute();
}

/** The latest first, each with its words. */
export async function securityEventsOf(db: Db, customerId: CustomerId, most: number) {
  const rows = await db
    .selectFrom('identity.security_events')
    .select(['kind', 'at', 'device', 'ip'])
    .where('customer_id', '=', customerId)
    .orderBy('at', 'desc')
    .orderBy('event_id', 'desc')
    .limit(most)
    .execute();
  return rows.map((row) => ({ ...row, title: SECURITY_EVENTS[row.kind as SecurityEventKind] ?? row.kind }));
}
