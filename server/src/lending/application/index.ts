/**
 * A customer applies: agrees, is checked by face, is identified and routed (instant, standard, none), fills in, submits, and after
 * the decision says how much. The step says what comes next; only the server moves it, always forward, under the row's lock:
 *   employee-information-agreement → system-check → credit-report-agreement → face-check → identity → about-you → money → submit
 *   → decision → amount → use-of-funds → contract → signing → confirm → paying → done; aside: officer, declined, not-eligible, withdrawn, expired.
 * One application of a customer for a product is open at a time. A draft that nobody goes on with expires; a declined one is taken up
 * again by a new one. Answers and numbers of persons are stored encrypted.
 */
export { agree } from './agree.ts';
export { isDraft, statusOf, toldStatusOf, type Application } from './application.rules.ts';
export {
  giveBackIdentityTry,
  historyOf,
  latestApplication,
  lockApplication,
  ownApplication,
} from './application.store.ts';
export { checkSystem } from './check-system.ts';
export type { Finding } from './check-system.rules.ts';
export { chooseAmount } from './choose-amount.ts';
export { expireDrafts } from './expire-drafts.ts';
export { facesShown, mustShowFaceAgain } from './faces-shown.store.ts';
export { identify, takeIdentityTry } from './identify.ts';
export { moveTo } from './move-to.ts';
export { applicationNos, pastApplications } from './past-applications.store.ts';
export { passFaceCheck } from './pass-face-check.ts';
export { openApplicationsByEmployer } from './open-applications.store.ts';
export { saveAboutYou, saveMoney } from './save-answers.ts';
export { startApplication } from './start-application.ts';
export { checkSubmittable, submitApplication } from './submit-application.ts';
export { systemCheckOf } from './system-checks.store.ts';
export { resubmitFrom } from './wait-after-decline.ts';
export { withdrawApplication } from './withdraw-application.ts';
export { applicationsOf, eraseAnswersOf, type OwnApplication } from './own-applications.store.ts';
