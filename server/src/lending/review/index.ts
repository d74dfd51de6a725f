/**
 * An officer decides (DEC-3): the standard loan, and the instant one above the threshold. A review is opened when its application comes to
 * 'officer': open ⇄ waiting-for-papers → to-sign → to-check → paying → done; aside: declined, withdrawn. One officer has it in hand at a
 * time; beyond their authority they pass it on, with their opinion, to the next level. The lock and the version see to it that nobody
 * decides twice, or on what they have not seen. Papers are checked by their content and kept encrypted.
 */
export { addPaper, addStaffPaper, checkFile, customersPapers, removePaper } from './add-paper.ts';
export { approveApplication, rateShown } from './approve-application.ts';
export { askForPapers } from './ask-for-papers.ts';
export { claimReview, releaseReview } from './claim-review.ts';
export { declineReasons, paperKinds, reasonOf } from './content.ts';
export { declineApplication } from './decline-application.ts';
export { eraseReviews } from './erase.ts';
export { eventsOf, type PastEvent } from './events.store.ts';
export { contractRecorded, payoutRefused, payoutReleased, reviewPaid, reviewWithdrawn } from './later.ts';
export { lapseApprovals } from './lapse-approvals.ts';
export { lockForWork } from './lock-for-work.ts';
export { openReview } from './open-review.ts';
export { contentOf, findPaper, papersOf } from './papers.store.ts';
export { releaseLimit } from './release-limit.ts';
export {
  isUndecided,
  mayClaim,
  mayRelease,
  inHand,
  sees,
  shownState,
  wantedOf,
  wrongField,
  type Decided,
  type Officer,
  type Review,
  type ShownState,
} from './review.rules.ts';
export { listReviews, readReview, type WorkItem } from './review.store.ts';
