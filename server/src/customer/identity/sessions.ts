import { addSeconds, secondsBetween, type CustomerId, type Instant } from '@miaodai/values';
import { randomToken, sha256 } from '../../platform/crypto/vault.ts';
import type { Db, Tx } from '../../platform/db/connect.ts';
import { isLive } from './identity.rules.ts';
import { insertSession, markEnded, prolongSession, selectSession } from './sessions.store.ts';

export type SessionView = { customerId: CustomerId; idleUntil: Instant; endsAt: Instant };
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
export async function findSession(db: Db, token: string, now: Instant): Promise<SessionView | 'none' | 'expired'> {
  const tokenHash = sha256(token);
  const session = await selectSession(db, tokenHash);
  if (!session) return 'none';
  if (!isLive(session, now)) return 'expired';
  const prolonged = addSeconds(now, session.idleSeconds);
  const idleUntil = prolonged < session.endsAt ? prolonged : session.endsAt;
  // Written at most a few times a minute, not with every request.
  if (secondsBetween(session.idleUntil, idleUntil) > 15) await prolongSession(db, tokenHash, idleUntil);
  return { customerId: session.customerId, idleUntil, endsAt: session.endsAt };
}

export const endSession = (db: Db, token: string, now: Instant): Promise<void> => markEnded(db, sha256(token), now);
