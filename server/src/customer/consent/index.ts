/** What was agreed to: which text by its hash, when, from where. Rows are added and never changed. */
export { recordConsent, hasConsent, type ConsentKind, type From } from './consent.store.ts';
