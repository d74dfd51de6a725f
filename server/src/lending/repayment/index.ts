/**
 * Getting the money for a loan: what the customer pays themselves, at any hour; automatic debits; early repayment; a pledged deposit. An
 * attempt is a row with a number of its own: requested → sent → booked | refused, one open at most for a loan. What was booked becomes
 * a fact of the loan in one place (`settleRepayments`), whoever learnt of it; it counts as of the day on which it was asked for, also
 * where the core's answer is late. Repayments are locked before loans.
 */
export { collectByClock, collectChunk, collectOn } from './collect-debits.ts';
export { sendDebitBatch } from './send-debit-batch.ts';
export { runDepositLeg } from './run-deposit-leg.ts';
export { requestDepositRepayment } from './request-deposit-repayment.ts';
export { eraseDepositRepayments, readDepositRepayment } from './deposit-repayments.store.ts';
export { isOver, pledgedFor, type DepositRepayment } from './deposit.rules.ts';
export { sendRepayment } from './send-repayment.ts';
export { requestQuoted, requestRepayment } from './request-repayment.ts';
export { mayRepayEarly, productOf, quoteEarlyRepayment, type Quoted } from './quote-early.ts';
export { cancelEarlyRequest, requestEarlyRepayment } from './request-early.ts';
export {
  approveEarlyRequest,
  declineEarlyRequest,
  earlyDeclineReasons,
  expectedOn,
  seesRequest,
  suggestedDebitDay,
} from './decide-early.ts';
export { eraseEarlyRepayments } from './erase-early.store.ts';
export { approvedEarlyDue, collectEarlyChunk, collectEarlyOn } from './collect-early.ts';
export { forgetOldQuotes, readQuote } from './early-quotes.store.ts';
export { listRequests, readRequest, requestsOf } from './early-requests.store.ts';
export { loansWithOpen, openRepaymentOf, readRepaymentRow, repaymentsOf } from './repayments.store.ts';
export {
  amountRefusal,
  figuresOf,
  loanRefusal,
  outcomeOf,
  type EarlyFigures,
  type EarlyQuote,
  type EarlyRequest,
} from './early.rules.ts';
export { payableOn } from './payable.ts';
export { isSettled, type Repayment, type RepaymentId } from './repayment.rules.ts';
export { countOpenBatches, repaymentsBookedOn, repaymentsByNumber } from './journal.store.ts';
