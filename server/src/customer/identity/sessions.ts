import { addSeconds, secondsBetween, type CustomerId, type Instant } from '@miaodai/values';
import { v7 as uuid } from 'uuid';
import { randomToken, sha256 } from '../../platform/crypto/vault.ts';
import type { Db, Tx } from '../../platform/db/connect.ts';
import { forgetDevices } from './devices.store.ts';
import { deviceName, isLive, maskIp, type Session } from './identity.rules.ts';
import {
  endSessionsOf,
  insertSession,
  issueNext,
  liveSessionsOf,
  markEnded,
  promoteNext,
  prolongSession,
  selectSession,
  type FoundSession,
  type Which,
} from './sessions.store.ts';

export type SessionView = { sessionId: string; customerId: CustomerId; idleUntil: Instant; endsAt: Instant };
/**
 * `prolonged` settles when what this request means for the session has been written, with the token to hand out where it is time for
 * another; and never fails before it is awaited.
 */
export type LiveSession = SessionView & { startedAt: Instant; prolonged: Promise<string | undefined> };
export type Lasting = {
  sessionIdleSeconds: number;
  sessionMaxSeconds: number;
  sessionRotateSeconds: number;
  sessionOverlapSeconds: number;
};
type From = { customerId: CustomerId; deviceId?: string; channel: string; device: string; ip: string };

/** A new session. The token goes into the cookie and nowhere else. */
export async function startSession(
  tx: Tx | Db,
  from: From,
  lasting: Lasting,
  now: Instant,
): Promise<SessionView & { token: string }> {
  const token = randomToken();
  const sessionId = uuid();
  const idleUntil = addSeconds(now, lasting.sessionIdleSeconds);
  const endsAt = addSeconds(now, lasting.sessionMaxSeconds);
  await insertSession(tx, sha256(token), {
    ...{ sessionId, customerId: from.customerId, deviceId: from.deviceId ?? null },
    ...{ channel: from.channel, device: from.device, ip: from.ip, startedAt: now, idleUntil, endsAt },
    idleSeconds: lasting.sessionIdleSeconds,
    rotateSeconds: lasting.sessionRotateSeconds,
    overlapSeconds: lasting.sessionOverlapSeconds,
  });
  return { token, sessionId, customerId: from.customerId, idleUntil, endsAt };
}

/** 'none' where the token is nobody's, 'expired' where it was somebody's. A live session lives on from now. */
export async function findSession(db: Db, token: string, now: Instant): Promise<LiveSession | 'none' | 'expired'> {
  const tokenHash = sha256(token);
  const session = await selectSession(db, tokenHash);
  if (!session) return 'none';
  const isPast = session.by === 'previous' && (session.previousUntil === null || now >= session.previousUntil);
  if (isPast || !isLive(session, now)) return 'expired';
  const idleEnd = addSeconds(now, session.idleSeconds);
  const idleUntil = idleEnd < session.endsAt ? idleEnd : session.endsAt;
  const prolonged = goOn(db, session, { tokenHash, idleUntil, now });
  prolonged.catch(() => undefined); // Told to who awaits it.
  const { sessionId, customerId, startedAt, endsAt } = session;
  return { sessionId, customerId, startedAt, idleUntil, endsAt, prolonged };
}

type Use = { tokenHash: Buffer; idleUntil: Instant; now: Instant };

async function goOn(db: Db, session: FoundSession, { tokenHash, idleUntil, now }: Use): Promise<string | undefined> {
  // Written at most a few times a minute, not with every request.
  if (secondsBetween(session.idleUntil, idleUntil) > 15) await prolongSession(db, session.sessionId, idleUntil);
  if (session.by === 'next') await promoteNext(db, tokenHash, now, addSeconds(now, session.overlapSeconds));
  if (session.by !== 'present' || !isDue(session, now)) return undefined;
  // A token that was handed out and never shown got lost on the way: after a while another one is.
  const notSince = addSeconds(now, -session.overlapSeconds);
  const next = randomToken();
  return (await issueNext(db, tokenHash, sha256(next), { now, notSince })) ? next : undefined;
}

const isDue = ({ startedAt, rotatedAt, rotateSeconds, nextIssuedAt, overlapSeconds }: Session, now: Instant): boolean =>
  now >= addSeconds(rotatedAt ?? startedAt, rotateSeconds) &&
  (nextIssuedAt === null || now > addSeconds(nextIssuedAt, overlapSeconds));

export const signOut = (db: Db | Tx, token: string, now: Instant): Promise<void> => markEnded(db, sha256(token), now);

/**
 * Ends sessions, and forgets their devices: whoever signs in on one of them again must prove more. The device of the session that is
 * one's own stays known. @returns how many.
 */
export async function endSessions(
  tx: Tx,
  customerId: CustomerId,
  { mine, ...which }: Which & { mine?: string },
  now: Instant,
): Promise<number> {
  const devices = await endSessionsOf(tx, customerId, which, now);
  await forgetDevices(tx, devices, { butOf: mine ?? null, now });
  return devices.length;
}

/** As the customer may read them, latest use first. */
export async function listSessions(db: Db, customerId: CustomerId, now: Instant) {
  const sessions = await liveSessionsOf(db, customerId, now);
  return sessions.map(({ sessionId, channel, device, ip, startedAt, idleUntil, idleSeconds }) => {
    const seenAt = addSeconds(idleUntil, -idleSeconds);
    return {
      ...{ sessionId, channel, startedAt, device: deviceName(device), ip: maskIp(ip) },
      lastSeenAt: seenAt > startedAt ? seenAt : startedAt,
    };
  });
}
