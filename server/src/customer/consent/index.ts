/**
 * What was agreed to: which text by its hash, when, from where. Rows are added and never changed: a consent that is taken back is a
 * second fact beside it, and the same text can be agreed to anew after.
 */
export { isRevocable, ruleOf } from './consent.rules.ts';
export { consentEvidence } from './consent-evidence.store.ts';
export {
  anyAgreedSince,
  consentsOf,
  hasConsent,
  latestConsent,
  ownConsent,
  recordConsent,
  type From,
  type KeptConsent,
} from './consent.store.ts';
export { revokeConsent } from './revoke-consent.ts';
export { forgetConsents } from './forget-consents.store.ts';
