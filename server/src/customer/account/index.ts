/**
 * The customer's electronic account (电子账户, class II) and the card of their own that it is bound to. We keep whose it is; its state
 * and balance are the core's to say, and every flow that needs the account asks here first, then the core.
 * What the core is asked to do (open, activate, freeze and release, report lost and release) is a request:
 *   requested → sent → done | refused. 'sent' commits before the socket is touched; an outcome is settled in one place; while it is
 * unknown we ask by our own number. One thing is asked at a time.
 */
export { openAccount, accountNoOf } from './account.store.ts';
export { isSettled, type AccountRequest, type StateChange } from './account.rules.ts';
export { bindCard, boundCardOf, unbindCard, type BoundCard, type Card } from './cards.store.ts';
export { replacedCardAt } from './replaced-card.store.ts';
export { latestRequest, ownRequest } from './requests.store.ts';
export { binOf } from './card-bins.rules.ts';
export { gatesFor, GOALS, type AccountStanding, type Gate, type Goal } from './gates.rules.ts';
export { requestActivation, requestStateChange } from './request-account.ts';
export { requestOpening } from './request-opening.ts';
export { sendAccountRequest } from './send-account-request.ts';
export { eraseAccountPapers } from './erase-papers.store.ts';
