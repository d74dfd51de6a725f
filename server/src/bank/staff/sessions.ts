import { addSeconds, type Instant, type StaffId } from '@miaodai/values';
import { v7 as uuid } from 'uuid';
import { randomToken, sha256 } from '../../platform/crypto/vault.ts';
import type { Db, Tx } from '../../platform/db/connect.ts';
import { insertStaffSession, markStaffSessionEnded, touchStaffSession, type StaffSession } from './sessions.store.ts';

export type { StaffSession } from './sessions.store.ts';
type Lasting = { staffSessionIdleSeconds: number; staffSessionMaxSeconds: number };

/** A new session. @returns the token, which goes into the cookie and nowhere else. */
export async function startStaffSession(
  tx: Tx,
  staffId: StaffId,
  from: { device: string; ip: string },
  lasting: Lasting,
  now: Instant,
): Promise<string> {
  const token = randomToken();
  await insertStaffSession(tx, {
    ...{ tokenHash: sha256(token), sessionId: uuid(), staffId, device: from.device, ip: from.ip, startedAt: now },
    idleSeconds: lasting.staffSessionIdleSeconds,
    idleUntil: addSeconds(now, lasting.staffSessionIdleSeconds),
    endsAt: addSeconds(now, lasting.staffSessionMaxSeconds),
  });
  return token;
}

/** 'none' where the token is nobody's, 'expired' where it was somebody's. A live session lives on from now. */
export async function findStaffSession(
  db: Db,
  token: string,
  now: Instant,
): Promise<StaffSession | 'none' | 'expired'> {
  const found = await touchStaffSession(db, sha256(token), now);
  if (!found) return 'none';
  return found.live ? found : 'expired';
}

export const endStaffSession = (tx: Tx | Db, token: string, now: Instant): Promise<void> =>
  markStaffSessionEnded(tx, sha256(token), now);
