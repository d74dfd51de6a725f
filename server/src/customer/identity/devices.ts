import { ok, refuse, type CustomerId, type Instant, type Result } from '@miaodai/values';
import { randomToken, sha256 } from '../../platform/crypto/vault.ts';
import type { Db, Tx } from '../../platform/db/connect.ts';
import { findDevice, hasHadDevice, isDeviceToken, lockDevicesOf, rememberDevice } from './devices.store.ts';
import { deviceName } from './identity.rules.ts';

export type ProvenDevice = { deviceId: string; token: string; isNew: boolean };

/** Whether somebody on this device must prove more than a password. */
export async function isStrange(tx: Db | Tx, customerId: CustomerId, token: string | undefined): Promise<boolean> {
  if (token !== undefined && (await findDevice(tx, customerId, sha256(token)))) return false;
  return hasHadDevice(tx, customerId);
}

/**
 * The device as this customer's. A strange one is refused unless it has proven itself; a browser whose cookie is none of ours is given
 * a new one, so that nobody can name a device beforehand.
 */
export async function knowDevice(
  tx: Tx,
  {
    customerId,
    token,
    userAgent,
    proven,
  }: { customerId: CustomerId; token?: string; userAgent: string; proven: boolean },
  now: Instant,
): Promise<Result<ProvenDevice, 'new-device'>> {
  await lockDevicesOf(tx, customerId);
  const known = token === undefined ? undefined : await findDevice(tx, customerId, sha256(token));
  if (known && token !== undefined) return ok({ deviceId: known, token, isNew: false });
  if (!proven && (await hasHadDevice(tx, customerId))) return refuse('new-device');
  const kept = token !== undefined && (await isDeviceToken(tx, sha256(token))) ? token : randomToken();
  const device = { customerId, tokenHash: sha256(kept), name: deviceName(userAgent), knownAt: now };
  return ok({ deviceId: await rememberDevice(tx, device), token: kept, isNew: true });
}
