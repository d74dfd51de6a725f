/**
 * A customer applies: agrees, is checked by face, is identified and routed (instant, standard, none), fills in, submits, and after
 * the decision says how much. The step says what comes next; only the server moves it, always forward, under the row's lock:
 *   employee-information-agreement → credit-report-agreement → face-check → identity → about-you → money → submit → decision
 *   → amount → use-of-funds → contract → confirm → paying → done; aside: officer, declined, not-eligible, withdrawn.
 * One application of a customer for a product is open at a time. Answers and numbers of persons are stored encrypted.
 */
export { agree } from './agree.ts';
export { statusOf, type Application } from './application.rules.ts';
export { historyOf, latestApplication, lockApplication, ownApplication } from './application.store.ts';
export { chooseAmount } from './choose-amount.ts';
export { identify, takeIdentityTry } from './identify.ts';
export { moveTo } from './move-to.ts';
export { applicationNos, pastApplications } from './past-applications.store.ts';
export { passFaceCheck } from './pass-face-check.ts';
export { saveAboutYou, saveMoney } from './save-answers.ts';
export { startApplication } from './start-application.ts';
export { checkSubmittable, submitApplication } from './submit-application.ts';
export { withdrawApplication } from './withdraw-application.ts';
export { applicationsOf, eraseAnswersOf, type OwnApplication } from './own-applications.store.ts';
