/**
 * What is set right afterwards on a loan: a repayment taken back, an over-payment given back, a loan written off and recovered, money that
 * reached the bank past us. One member of staff drafts with the effect before their eyes, another agrees: draft → submitted → done |
 * returned; where the core pays the customer, submitted → approved → sent → done | failed, and the loan changes only when it has paid.
 * One open correction a loan; money that came under a number of the core's counts once. The facts are servicing's.
 */
export { absentAtCore, coreNumberOf, moneyAtCore } from './check-at-core.ts';
export { type Correction, type CorrectionId, type Effect } from './corrections.rules.ts';
export {
  correctionsOf,
  countCorrections,
  findCorrection,
  hasOpenRefund,
  listCorrections,
} from './corrections.store.ts';
export { approveCorrection, returnCorrection, submitCorrection, withdrawCorrection } from './decide-correction.ts';
export { draftCorrection, linesOf, previewCorrection, reversible } from './draft-correction.ts';
export { sendRefund } from './send-refund.ts';
