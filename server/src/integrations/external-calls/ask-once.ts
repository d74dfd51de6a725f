import type { Vault } from '../../platform/crypto/vault.ts';
import type { Db } from '../../platform/db/connect.ts';
import { done, refused, unknown, type Outcome } from '../outcome.ts';
import { claimCall, intendCall, readCall, settleCall, type Intent } from './external-calls.store.ts';

/** Longer than any call may take: who holds a lease is done, or dead, when it ends. */
const LEASE_SECONDS = 8;
const PLACE = 'integrations.external_calls.answer';

/**
 * A question whose answer is kept: once it is known, nobody is asked again (a credit report is recorded and billed by query).
 * While another attempt is under way the answer is unknown.
 */
export async function askOnce<T>(
  { db, vault }: { db: Db; vault: Vault },
  intent: Intent,
  call: () => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  const { requestNo } = intent;
  await intendCall(db, intent);
  const attempt = await claimCall(db, requestNo, LEASE_SECONDS);
  if (attempt === undefined) {
    const known = await readCall(db, requestNo);
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
