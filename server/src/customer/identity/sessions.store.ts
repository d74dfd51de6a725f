import type { CustomerId, Instant } from '@miaodai/values';
import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/db/connect.ts';
import type { Session } from './identity.rules.ts';

export type NewSession = {
  sessionId: string;
  customerId: CustomerId;
  deviceId: string | null;
  channel: string;
  device: string;
  ip: string;
  startedAt: Instant;
  idleSeconds: number;
  idleUntil: Instant;
  endsAt: Instant;
  rotateSeconds: number;
  overlapSeconds: number;
};

export async function insertSession(tx: Tx | Db, tokenHash: Buffer, session: NewSession): Promise<void> {
  await tx
    .insertInto('identity.sessions')
    .values({
      token_hash: tokenHash,
      session_id: session.sessionId,
      customer_id: session.customerId,
      device_id: session.deviceId,
      channel: session.channel,
      device: session.device,
      ip: session.ip,
      started_at: session.startedAt,
      idle_seconds: session.idleSeconds,
      idle_until: session.idleUntil,
      ends_at: session.endsAt,
      rotate_seconds: session.rotateSeconds,
      overlap_seconds: session.overlapSeconds,
    })
    .execute();
}

export type FoundSession = Session & { by: 'present' | 'next' | 'previous' };

/** By the present token, the one that was handed out to follow it, or the one before. */
export async function selectSession(tx: Tx | Db, tokenHash: Buffer): Promise<FoundSession | undefined> {
  const { rows } = await sql<FoundSession>`
    select session_id as "sessionId", customer_id as "customerId", started_at as "startedAt",
           idle_seconds as "idleSeconds", idle_until as "idleUntil", ends_at as "endsAt", ended_at as "endedAt",
           rotate_seconds as "rotateSeconds", overlap_seconds as "overlapSeconds", rotated_at as "rotatedAt",
           next_issued_at as "nextIssuedAt", previous_until as "previousUntil",
           case ${tokenHash}::bytea when token_hash then 'present' when next_token_hash then 'next' else 'previous' end as by
    from identity.sessions
    where token_hash = ${tokenHash} or next_token_hash = ${tokenHash} or previous_token_hash = ${tokenHash}`.execute(
    tx,
  );
  return rows[0];
}

export async function prolongSession(tx: Tx | Db, sessionId: string, idleUntil: Instant): Promise<void> {
  await tx
    .updateTable('identity.sessions')
    .set({ idle_until: idleUntil })
    .where('session_id', '=', sessionId)
    .where('ended_at', 'is', null)
    .execute();
}

/** Hands out a token to follow the present one. False where another request has just done so. */
export async function issueNext(
  db: Db,
  tokenHash: Buffer,
  nextHash: Buffer,
  { now, notSince }: { now: Instant; notSince: Instant },
): Promise<boolean> {
  const row = await db
    .updateTable('identity.sessions')
    .set({ next_token_hash: nextHash, next_issued_at: now })
    .where('token_hash', '=', tokenHash)
    .where('ended_at', 'is', null)
    .where((where) => where.or([where('next_issued_at', 'is', null), where('next_issued_at', '<', notSince)]))
    .returning('session_id')
    .executeTakeFirst();
  return row !== undefined;
}

/** The browser has shown the next token: it is the present one from now on. Of two requests at once, the second finds it done. */
export async function promoteNext(db: Db, nextHash: Buffer, now: Instant, previousUntil: Instant): Promise<void> {
  await sql`
    update identity.sessions
    set previous_token_hash = token_hash, previous_until = ${previousUntil}, token_hash = next_token_hash,
        next_token_hash = null, next_issued_at = null, rotated_at = ${now}
    where next_token_hash = ${nextHash} and ended_at is null`.execute(db);
}

export async function markEnded(tx: Tx | Db, tokenHash: Buffer, endedAt: Instant): Promise<void> {
  await sql`
    update identity.sessions
    set ended_at = ${endedAt}
    where (token_hash = ${tokenHash} or next_token_hash = ${tokenHash} or previous_token_hash = ${tokenHash})
      and ended_at is null`.execute(tx);
}

export type ListedSession = {
  sessionId: string;
  channel: string;
  device: string;
  ip: string;
  startedAt: Instant;
  idleUntil: Instant;
  idleSeconds: number;
};

export const liveSessionsOf = (db: Db, customerId: CustomerId, now: Instant): Promise<ListedSession[]> =>
  db
    .selectFrom('identity.sessions')
    .select(['session_id as sessionId', 'channel', 'device', 'ip', 'started_at as startedAt'])
    .select(['idle_until as idleUntil', 'idle_seconds as idleSeconds'])
    .where('customer_id', '=', customerId)
    .where('ended_at', 'is', null)
    .where('idle_until', '>', now)
    .where('ends_at', '>', now)
    .orderBy('idle_until', 'desc')
    .execute();

/** Which of this customer's live sessions: one, all, or all but one. */
export type Which = { only?: string; butNot?: string };

/** @returns the devices of the sessions that were ended, null where a session had none. */
export async function endSessionsOf(
  tx: Tx,
  customerId: CustomerId,
  { only, butNot }: Which,
  now: Instant,
): Promise<(string | null)[]> {
  const rows = await tx
    .updateTable('identity.sessions')
    .set({ ended_at: now })
    .where('customer_id', '=', customerId)
    .where('ended_at', 'is', null)
    .$if(only !== undefined, (query) => query.where('session_id', '=', only as string))
    .$if(butNot !== undefined, (query) => query.where('session_id', '<>', butNot as string))
    .returning('device_id')
    .execute();
  return rows.map(({ device_id: deviceId }) => deviceId);
}
