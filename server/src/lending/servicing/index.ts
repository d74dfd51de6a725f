/**
 * A loan from its payout to its last instalment: active → closed, or written off. A paid disbursement becomes a loan with a plan, by the
 * same engine and convention as its contract, counted from the day on which the core booked. From then on a loan is the fold of its facts
 * (`transactions`) in the order of the days on which they take effect; `recordRepayments` adds to them, `recalculate` takes one back or
 * puts one in at its day. Interest is a function of balance and date; `bringForward` only writes it into the books. docs/servicing.md.
 */
export { isOpened, listLoans, ownLoan, type LoanDetail } from './loans.store.ts';
export { eraseLoans } from './erase-loans.store.ts';
export { notesOf, outstandingOf } from './notes.store.ts';
export { openLoan } from './open-loan.ts';
export { pastLoans } from './past-loans.store.ts';
export { dueLoans, lockBooks, readBook, readBooks } from './books.store.ts';
export { recordRepayments } from './record-repayments.ts';
export { bringForward, fallDueChunk } from './bring-forward.ts';
export { previewRecalculation, recalculate } from './recalculate.ts';
export { paidBy } from './paid-by.store.ts';
export { loansToRemind } from './to-remind.store.ts';
export { transactionsOf } from './transactions.store.ts';
export { listRegister, pastPlansOf, registeredLoan, type RegisteredLoan } from './register.store.ts';
export { ownInterest, type Instalment, type LoanBook, type LoanTerms } from './book.rules.ts';
export { owedOn, penaltyUpTo, runningOn, type Owed, type OwedRow, type Paid } from './pay.rules.ts';
export { accruedOn, quoteEarly, type EarlyQuote, type Mode } from './early.rules.ts';
export { type Via } from './fold.rules.ts';
export { allotmentsOf, factsOf, seeInstalment, standingOf, type Allotment } from './view.rules.ts';
export type {
  BookOfLoan,
  Change,
  ChangedBy,
  Figures,
  LoanTransaction,
  LockedLoan,
  Recalculation,
  RecalculationRefusal,
  Recorded,
  RepaymentFact,
  ServicedLoan,
  TransactionType,
} from './loan.rules.ts';
export { accrueChunk, ageChunk } from './nightly.ts';
export { countDue, countFallingDue, countPositions, readAgeing } from './nightly.store.ts';
export { proveServicing, provePlansChunk } from './prove.ts';
export { applyDiscounts } from './discount-rules-apply.ts';
export type { DiscountRule } from './discount-rules.rules.ts';
export { samplePlan } from './discount-rules-sample.rules.ts';
export { findRule, listRules, loansLike, reachOf } from './discount-rules.store.ts';
export {
  agreeToEndRule,
  askToEndRule,
  draftRule,
  mayEnd,
  publishRule,
  returnRule,
  submitRule,
  withdrawRule,
} from './discount-rules.ts';
