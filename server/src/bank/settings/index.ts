/**
 * Bank-wide settings: rows with the day from which they hold, read whole and checked at once. Products have their own parameters.
 * States: none. Invariant: a setting that is missing or out of bounds stops the work that asks for it, never falls back silently.
 */
export type { Settings } from './settings.rules.ts';
export { readSettings } from './settings.store.ts';
