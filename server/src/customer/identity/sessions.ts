import { addSeconds, secondsBetween, type CustomerId, type Instant } from '@miaodai/values';
import { randomToken, sha256 } from '../../platform/crypto/vault.ts';
import type { Db, Tx } from '../../platform/db/connect.ts';
import { isLive } from './identity.rules.ts';
import { insertSession, markEnded, prolongSession, selectSession } from './sessions.store.ts';

export type SessionView = { customerId: CustomerId; idleUntil: Instant; endsAt: Instant };
/** `prolonged` settles when the session's new end has been written, and never fails before it is awaited. */
export type LiveSession = SessionView & { prolonged: Promise<void> };
type Lasting = { sessionIdleSeconds: number; sessionMaxSeconds: number };
type From = { customerId: CustomerId; channel: string; device: string; ip: string };

/** A new session. The token goes into the cookie and nowhere else. */
export async function startSession(
  tx: Tx | Db,
  from: From,
  lasting: Lasting,
  now: Instant,
): Promise<SessionView & { token: string }> {
  const token = randomToken();
  const idleSeconds = lasting.sessionIdleSeconds;
  const idleUntil = addSeconds(now, idleSeconds);
  const endsAt = addSeconds(now, lasting.sessionMaxSeconds);
  await insertSession(tx, sha256(token), { ...from, startedAt: now, idleSeconds, idleUntil, endsAt });
  return { token, customerId: from.customerId, idleUntil, endsAt };
}

/** 'none' where the token is nobody's, 'expired' where it was somebody's. A live session lives on from now. */
export async function findSession(db: Db, token: string, now: Instant): Promise<LiveSession | 'none' | 'expired'> {
  const tokenHash = sha256(token);
  const session = await selectSession(db, tokenHash);
  if (!session) return 'none';
  if (!isLive(session, now)) return 'expired';
  const idleEnd = addSeconds(now, session.idleSeconds);
  const idleUntil = idleEnd < session.endsAt ? idleEnd : session.endsAt;
  // Written at most a few times a minute, not with every request.
  const due = secondsBetween(session.idleUntil, idleUntil) > 15;
  const prolonged = due ? prolongSession(db, tokenHash, idleUntil) : Promise.resolve();
  prolonged.catch(() => undefined); // Told to who awaits it.
  return { customerId: session.customerId, idleUntil, endsAt: session.endsAt, prolonged };
}

export const endSession = (db: Db, token: string, now: Instant): Promise<void> => markEnded(db, sha256(token), now);
