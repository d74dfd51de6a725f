/**
 * Whether, how much and at what rate: facts are gathered side by side (credit bureau, big-data platform), each asked once, then rules
 * decide. States: gathering → decided. A source that stays silent keeps the application waiting, honestly, and at last goes to a
 * person. Kept with each decision: all that was known, the model's version and every rule's outcome.
 */
export { decide } from './decide.ts';
export { decideOn } from './decision.rules.ts';
export { decisionOf, type Decision } from './decision.store.ts';
export { eraseDossier } from './erase-dossier.store.ts';
