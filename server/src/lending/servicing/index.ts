/**
 * A loan from its payout to its last instalment. active → closed. A paid disbursement becomes a loan with a schedule, by the same
 * engine and convention as its contract, counted from the day on which the core booked.
 */
export { isOpened, listLoans, ownLoan, type LoanDetail } from './loans.store.ts';
export { eraseLoans } from './erase-loans.store.ts';
export { openLoan } from './open-loan.ts';
export { pastLoans } from './past-loans.store.ts';
