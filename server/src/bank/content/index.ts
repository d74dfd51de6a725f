/**
 * The texts that customers read and the bank may change: agreements, templates, introductions, messages. A version is in force
 * from its day on and is never edited; what a customer agreed to is known by the hash of the very words that were shown.
 * The next version: draft → submitted → published by another person | returned → draft; given up it is withdrawn. One of a kind at a
 * time, checked against what the code fills in. Published, it may be called off until its day comes.
 */
export { findTextVersion, hasText, listVersions, readText, versionsOf, type Version } from './content.store.ts';
export { asDocument, fillIn, hashOf, type Document, type Text } from './content.rules.ts';
export { callOffText, draftText, publishText, returnText, submitText, withdrawText } from './drafts.ts';
export { findDraft, openDrafts, type Draft } from './drafts.store.ts';
export { sampleText } from './sample-text.ts';
export { families, groups, kindOf, mayBegin, variablesOf } from './kinds.rules.ts';
