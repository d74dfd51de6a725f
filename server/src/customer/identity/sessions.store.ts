import type { CustomerId, Instant } from '@miaodai/values';
import type { Db, Tx } from '../../platform/db/connect.ts';
import type { Session } from './identity.rules.ts';

export type NewSession = {
  customerId: CustomerId;
  channel: string;
  device: string;
  ip: string;
  startedAt: Instant;
  idleSeconds: number;
  idleUntil: Instant;
  endsAt: Instant;
};

export async function insertSession(tx: Tx | Db, tokenHash: Buffer, session: NewSession): Promise<void> {
  await tx
    .insertInto('identity.sessions')
    .values({
      token_hash: tokenHash,
      customer_id: session.customerId,
      channel: session.channel,
      device: session.device,
      ip: session.ip,
      started_at: session.startedAt,
      idle_seconds: session.idleSeconds,
      idle_until: session.idleUntil,
      ends_at: session.endsAt,
    })
    .execute();
}

export async function selectSession(tx: Tx | Db, tokenHash: Buffer): Promise<Session | undefined> {
  const row = await tx
    .selectFrom('identity.sessions')
    .select(['customer_id', 'idle_seconds', 'idle_until', 'ends_at', 'ended_at'])
    .where('token_hash', '=', tokenHash)
    .executeTakeFirst();
  if (!row) return undefined;
  return {
    customerId: row.customer_id as CustomerId,
    idleSeconds: row.idle_seconds,
    idleUntil: row.idle_until,
    endsAt: row.ends_at,
    endedAt: row.ended_at,
  };
}

export async function prolongSession(tx: Tx | Db, tokenHash: Buffer, idleUntil: Instant): Promise<void> {
  await tx
    .updateTable('identity.sessions')
    .set({ idle_until: idleUntil })
    .where('token_hash', '=', tokenHash)
    .where('ended_at', 'is', null)
    .execute();
}

export async function markEnded(tx: Tx | Db, tokenHash: Buffer, endedAt: Instant): Promise<void> {
  await tx
    .updateTable('identity.sessions')
    .set({ ended_at: endedAt })
    .where('token_hash', '=', tokenHash)
    .where('ended_at', 'is', null)
    .execute();
}
