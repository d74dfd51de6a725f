/**
 * The texts that customers read and the bank may change: agreements, templates, introductions, messages. A version is in force
 * from its day on and is never edited; what a customer agreed to is known by the hash of the very words that were shown.
 */
export { findTextVersion, hasText, readText } from './content.store.ts';
export { asDocument, fillIn, type Document, type Text } from './content.rules.ts';
