import { assert } from '@miaodai/values';
import type { Vault } from '../../platform/crypto/vault.ts';
import type { Db } from '../../platform/db/connect.ts';
import { done, refused, unknown, type Outcome } from '../outcome.ts';
import { claimCalls, readCall, settleCall, type Intent } from './external-calls.store.ts';

/** Longer than any call may take: who holds a lease is done, or dead, when it ends. */
const LEASE_SECONDS = 8;
const PLACE = 'integrations.external_calls.answer';

/** Takes the leases of questions that are to be asked side by side, in one statement; each is then asked by `askClaimed`. */
export const claimAll = (db: Db, intents: readonly Intent[]): Promise<Map<string, number>> =>
  claimCalls(db, intents, LEASE_SECONDS);

/**
 * A question whose answer is kept: once it is known, nobody is asked again (a credit report is recorded and billed by query).
 * While another attempt is under way the answer is unknown.
 * @param attempt as it was claimed; where it was not, nobody is asked.
 */
export async function askClaimed<T>(
  { db, vault }: { db: Db; vault: Vault },
  { requestNo, requestHash }: Intent,
  attempt: number | undefined,
  call: () => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  if (attempt === undefined) {
    const known = await readCall(db, requestNo);
    assert(known === undefined || known.requestHash === requestHash, `${requestNo} asks for one thing only`);
    if (known?.state === 'done' && known.answer)
      return done(JSON.parse(vault.open(PLACE, requestNo, known.answer)) as T);
    if (known?.state === 'refused') return refused(known.cause ?? '', 'refused before');
    return unknown('another attempt is under way');
  }
  const outcome = await call();
  const answer = outcome.is === 'done' ? vault.seal(PLACE, requestNo, JSON.stringify(outcome.value)) : undefined;
  await settleCall(db, requestNo, attempt, outcome, answer);
  return outcome;
}
