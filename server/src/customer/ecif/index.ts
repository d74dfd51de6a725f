/**
 * The customer's master record (ECIF): what the bank knows of a person, a sealed value for each field, with the history of who changed
 * which fields. New values come in by one rule (ACC-3): some fields always take them, every other one only where it is empty.
 * Nationality (国籍) is one of the first; ethnicity (民族), which an ID card prints in its place, is one of the second.
 */
export { readEcif } from './ecif.store.ts';
export { tellEcif } from './tell-ecif.ts';
export type { EcifValues } from './merge-ecif.rules.ts';
export { eraseEcif } from './erase-ecif.store.ts';
