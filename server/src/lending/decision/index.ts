/**
 * Whether, how much and at what rate: facts are gathered side by side (HR, credit bureau, big-data platform), each asked once and until
 * its deadline, then a model that staff have published decides. States: gathering → decided. A must-have source that stays silent keeps
 * the application waiting, honestly, and at last goes to a person. Kept with each decision: all that was known, the model's version and
 * every rule's outcome, so that it can be made again. Where a person decides it is a recommendation, which the customer does not see.
 * A model: draft → submitted → published (by another person, from a day on) | returned; its text is never changed.
 */
export { decide } from './decide.ts';
export { decisionOf, recommendationOf, type Decision, type Recommendation } from './decision.store.ts';
export { estimateLimit } from './estimate.ts';
export { eraseDossier } from './erase-dossier.store.ts';
export { rerunDecision } from './rerun.ts';
export { changesBetween, draftModel, faultsOf, publishModel, returnModel, rivalOf, submitModel } from './models.ts';
export { contentOf, findModel, inForce, listModels, type ModelRow } from './models.store.ts';
export { backTestWorkers, cancelBackTest, runBackTest, startBackTest } from './back-test.ts';
export { backTestsOf, findBackTest, resultOf, type BackTest } from './back-test.store.ts';
