import { addSeconds, ok, refuse, secondsBetween, type CustomerId, type Instant, type Result } from '@miaodai/values';
import type { PasswordHasher } from '../../platform/crypto/passwords.ts';
import type { Db } from '../../platform/db/connect.ts';
import { forgiveTries, readPassword, takeTry, type PasswordKind } from './passwords.store.ts';

export type PasswordRefusal = 'wrong' | 'locked';
type Needs = { db: Db; hasher: PasswordHasher };
type Rule = { tries: number; lockSeconds: number };

/**
 * Compares a password, outside any transaction: a try is used up even if what follows is rolled back.
 * `triesLeft` comes with 'wrong', `minutes` with 'locked'; `by: 'this-try'` too where this very try was the last.
 */
export async function checkPassword(
  { db, hasher }: Needs,
  who: { customerId: CustomerId; kind: PasswordKind },
  password: string,
  { tries, lockSeconds }: Rule,
  now: Instant,
): Promise<Result<void, PasswordRefusal>> {
  const { customerId, kind } = who;
  const lockedUntil = addSeconds(now, lockSeconds);
  const tried = await takeTry(db, customerId, kind, { tries, lockedUntil, now });
  const stored = await readPassword(db, customerId, kind);
  const lockedFor = (until: Instant) => refuse('locked', { minutes: Math.ceil(secondsBetween(now, until) / 60) });
  if (tried === undefined) return lockedFor(stored?.lockedUntil ?? lockedUntil);
  if (stored && (await hasher.verify(stored.hash, password))) {
    await forgiveTries(db, customerId, kind);
    return ok(undefined);
  }
  if (tried < tries) return refuse('wrong', { triesLeft: tries - tried });
  const locked = lockedFor(lockedUntil);
  return { ...locked, detail: { ...locked.detail, by: 'this-try' } };
}
