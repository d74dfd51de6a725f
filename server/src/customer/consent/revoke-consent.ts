import { ok, refuse, type CustomerId, type Result } from '@miaodai/values';
import type { Context } from '../../platform/context.ts';
import { ruleOf } from './consent.rules.ts';
import { insertRevocation, ownConsent, type From, type KeptConsent } from './consent.store.ts';

type Revoked = { consent: KeptConsent; follows: 'ends-application' | 'deletes-face' };

/**
 * Takes a consent back, as a fact beside it: from now on there is none, and what rests on it is not done any more. The caller sees to
 * what follows in the same transaction, and rolls back where that cannot be.
 */
export async function revokeConsent(
  { tx, now }: Context,
  { customerId, consentId }: { customerId: CustomerId; consentId: string },
  from: From,
): Promise<Result<Revoked, 'not-found' | 'consent-not-revocable'>> {
  const consent = await ownConsent(tx, consentId, customerId);
  if (!consent) return refuse('not-found');
  const { revoking, words } = ruleOf(consent.kind);
  if (revoking === 'not-alone') return refuse('consent-not-revocable', { words });
  if (consent.revokedAt === null) await insertRevocation(tx, consentId, from, now);
  return ok({ consent: { ...consent, revokedAt: consent.revokedAt ?? now }, follows: revoking });
}
