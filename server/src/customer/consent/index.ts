/** What was agreed to: which text by its hash, when, from where. Rows are added and never changed. */
export { hasConsent, recordConsent, type From } from './consent.store.ts';
