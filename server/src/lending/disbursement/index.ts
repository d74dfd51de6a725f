/**
 * Pay out, and learn the outcome. requested → sent → paid | refused. The request commits with its intent and the limit set aside;
 * 'sent' commits before the socket is touched; an outcome is settled in one place, whoever learnt it. While it is unknown we ask by our
 * own number, and a person is told when it takes too long. A contract is paid out once; the core moves the money once per number.
 */
export { disbursementsOf, hasOpenPayout, ownDisbursement } from './disbursement.store.ts';
export { type Disbursement } from './disbursement.rules.ts';
export { erasePayouts } from './erase-payouts.store.ts';
export { requestDisbursement } from './request-disbursement.ts';
export { releasePayout } from './release-payout.ts';
export { sendDisbursement } from './send-disbursement.ts';
export { readPaidDisbursement } from './disbursement.store.ts';
export { receiptOf } from './receipt.store.ts';
export { payoutsByNumber, payoutsPaidOn } from './journal.store.ts';
