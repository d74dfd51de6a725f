/**
 * A customer's identity card: a picture of each side, what was read of it, and the fields as the customer confirmed them.
 * States: draft (sides may be taken again) → confirmed, after the citizen registry agreed → replaced by a later one.
 * One draft and one confirmed document at most; pictures, readings and fields are sealed, and deleted when their time is over.
 */
export { checkConfirmation, confirmIdDocument } from './confirm.ts';
export { isExpired } from './documents.rules.ts';
export { documentEvidence } from './document-evidence.store.ts';
export { currentIdDocument, deleteDocumentsUntil, portraitOf, type IdDocument } from './documents.store.ts';
export { doubtIdentity, keepSide, readDraft, shownSide, type ShownSide } from './draft.ts';
export { retireDocuments } from './retire-documents.store.ts';
