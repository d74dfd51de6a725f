import { setTimeout as pause } from 'node:timers/promises';
import { addSeconds, ok, refuse, secondsBetween, type CustomerId, type Instant, type Result } from '@miaodai/values';
import type { PasswordHasher } from '../../platform/crypto/passwords.ts';
import type { Vault } from '../../platform/crypto/vault.ts';
import type { Db } from '../../platform/db/connect.ts';
import { readHash } from './passwords.store.ts';
import {
  forgiveTries,
  giveTurnBack,
  strangerOf,
  takeTurn,
  triedBy,
  undoTry,
  type PasswordKind,
  type Tried,
  type Turn,
} from './tries.store.ts';

export type PasswordRefusal = 'wrong' | 'locked' | 'busy';
type Needs = { db: Db; hasher: PasswordHasher };
type Rule = { tries: number; lockSeconds: number };

/** Longer than a comparison takes on a machine that is full of them. */
const TURN_SECONDS = 10;
/** Whoever waits for a turn looks again so soon, then at growing pauses, and gives up in the end: nothing is used up by waiting. */
const [FIRST_PAUSE_MS, LONGEST_PAUSE_MS, PATIENCE_MS] = [10, 160, 5_000];

/**
 * Compares a password, outside any transaction: a try is used up even if what follows is rolled back. Tries at one password take turns.
 * `triesLeft` comes with 'wrong', `minutes` with 'locked'; `by: 'this-try'` too where this very try was the last. 'busy' where others
 * are at it for too long.
 */
export async function checkPassword(
  needs: Needs,
  who: { customerId: CustomerId; kind: PasswordKind },
  password: string,
  rule: Rule,
  now: Instant,
): Promise<Result<void, PasswordRefusal>> {
  const { customerId, kind } = who;
  const hashOf = () => readHash(needs.db, customerId, kind);
  return compare(needs, triedBy(customerId, kind), { password, hashOf }, rule, now);
}

/**
 * The same for a number that is nobody's: it is never right, takes as long, uses up tries and locks, so that neither the answer nor the
 * time tells who is registered.
 */
export const checkStranger = (
  needs: Needs & { vault: Vault },
  mobile: string,
  password: string,
  rule: Rule,
  now: Instant,
): Promise<Result<void, PasswordRefusal>> =>
  compare(needs, strangerOf(needs.vault, mobile), { password, hashOf: () => Promise.resolve(undefined) }, rule, now);

async function compare(
  { db, hasher }: Needs,
  tried: Tried,
  { password, hashOf }: { password: string; hashOf: () => Promise<string | undefined> },
  { tries, lockSeconds }: Rule,
  now: Instant,
): Promise<Result<void, PasswordRefusal>> {
  const lockedUntil = addSeconds(now, lockSeconds);
  const lockedFor = (until: Instant) => refuse('locked', { minutes: Math.ceil(secondsBetween(now, until) / 60) });
  const taken = await waitForTurn(() => takeTurn(db, tried, { tries, lockedUntil, now, leaseSeconds: TURN_SECONDS }));
  if (taken.is === 'busy') return refuse('busy');
  if (taken.is === 'locked') return lockedFor(taken.until);
  let isRight: boolean;
  try {
    const hash = await hashOf();
    // Where there is nothing to compare with, it takes as long.
    isRight = hash === undefined ? (await hasher.hash(password), false) : await hasher.verify(hash, password);
  } catch (error) {
    // Nothing was compared: a machine that is too busy takes nobody's tries.
    await undoTry(db, tried, taken.turn);
    throw error;
  }
  if (isRight) {
    await forgiveTries(db, tried);
    return ok(undefined);
  }
  await giveTurnBack(db, tried, taken.turn);
  if (taken.tried < tries) return refuse('wrong', { triesLeft: tries - taken.tried });
  const locked = lockedFor(lockedUntil);
  return { ...locked, detail: { ...locked.detail, by: 'this-try' } };
}

async function waitForTurn(take: () => Promise<Turn>): Promise<Turn> {
  for (let [ms, waited] = [FIRST_PAUSE_MS, 0]; ; [ms, waited] = [Math.min(2 * ms, LONGEST_PAUSE_MS), waited + ms]) {
    const turn = await take();
    if (turn.is !== 'busy' || waited >= PATIENCE_MS) return turn;
    await pause(ms);
  }
}
