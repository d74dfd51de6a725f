/**
 * Every call to another system that matters is a row, written before the socket is touched:
 *   intended → sent → done | refused | unknown; unknown → sent again, by whoever holds the lease, under the same number.
 * The row is the retry state, the work queue and the audit at once. A number never asks for two different things.
 */
export {
  claimCall,
  forgetAnswersAbout,
  intendCall,
  intendedAmong,
  openCallsAfter,
  quietCalls,
  renewCall,
  settleCall,
} from './external-calls.store.ts';
export { inquiryPause } from './pause.rules.ts';
export { askClaimed, claimAll } from './ask-once.ts';
export type { Intent } from './external-calls.store.ts';
