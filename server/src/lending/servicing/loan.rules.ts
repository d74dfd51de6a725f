import type { DayCount } from '@miaodai/loan-math';
import type { BusinessDate, ContractId, CustomerId, Fen, LoanId, RatePpm } from '@miaodai/values';
import type { LoanBook } from './book.rules.ts';
import type { Mode } from './early.rules.ts';
import type { Fact, Via } from './fold.rules.ts';
import type { Paid } from './pay.rules.ts';

/** What is kept of a loan besides its plan. */
export type ServicedLoan = {
  id: LoanId;
  no: string;
  contractId: ContractId;
  customerId: CustomerId;
  productCode: string;
  branchCode: string;
  employerCode: string | null;
  state: 'active' | 'closed' | 'written-off';
  outstandingFen: Fen;
  /** Given up in the books and not recovered. */
  writtenOffFen: Fen;
  maturesOn: BusinessDate;
  closedOn: BusinessDate | null;
  /** Grows with every fact: what was quoted before it holds no more. */
  version: number;
};

/** What day end goes through. */
export type Position = {
  annualRatePpm: RatePpm;
  dayCount: DayCount;
  /** The first instalment whose interest is not in the books as due. */
  running: { no: number; fromOn: BusinessDate; dueOn: BusinessDate; openingFen: Fen; interestFen: Fen } | null;
  /** In the books as accrued, of the days before `accruedOn`. */
  accruedFen: Fen;
  accruedOn: BusinessDate;
  /** The oldest instalment of which something is to be paid. */
  next: { no: number; dueOn: BusinessDate } | null;
  daysPastDue: number;
};

/** `book.rows`: what is not settled, or all. */
export type BookOfLoan = { loan: ServicedLoan; position: Position; book: LoanBook };
/** With the account that is debited. */
export type LockedLoan = BookOfLoan & { accountNo: string };

export type RepaymentFact = {
  loanId: LoanId;
  /** The repayment's: counts once. */
  sourceId: string;
  /** The day of effect; where later facts are known already, the loan is folded anew from its first day. */
  on: BusinessDate;
  amountFen: Fen;
  via: Via;
  early?: { mode: Mode; feeFen: Fen };
};
export type Recorded = {
  loanId: LoanId;
  customerId: CustomerId;
  paid: Paid;
  replanned: boolean;
  /** Nothing is left to pay. */
  closed: boolean;
};

/** What the books say of a loan, by account, and what has gone through them since its payout. */
export type Figures = {
  /** 1303-01 */
  principalFen: Fen;
  /** 1132-01: due and not paid. */
  interestDueFen: Fen;
  /** 1132-02: all that ever became due from the payer of a discount. */
  discountDueFen: Fen;
  /** 1132-03: earned and not due. */
  accruedFen: Fen;
  /** 2241-01: owed back. */
  surplusFen: Fen;
  /** 9002-01 and, as the loss, 6702-01: given up and not recovered. */
  writtenOffFen: Fen;
  interestIncomeFen: Fen;
  penaltyIncomeFen: Fen;
  feeIncomeFen: Fen;
  /** Received from the customer less what was given back; the payout is not in it. */
  receivedFen: Fen;
};

export type TransactionType =
  'disbursement' | 'repayment' | 'early-repayment' | 'reversal' | 'refund' | 'write-off' | 'recovery';
export type LoanTransaction = {
  id: string;
  type: TransactionType;
  sourceId: string;
  via: Via | null;
  effectiveOn: BusinessDate;
  recordedOn: BusinessDate;
  amountFen: Fen;
  mode: Mode | null;
  quotedFeeFen: Fen;
  /** As the fold says now. */
  paid: Paid;
  /** The transaction that took it back. */
  voidedBy: string | null;
};

type WithoutId<F> = F extends unknown ? Omit<F, 'id'> : never;
/** To take a fact back, or to put one in at its day. */
export type Change = { void: string } | { insert: WithoutId<Fact> & { sourceId: string } };
/** The transaction that is written of a reversal; with an inserted fact, of that fact. */
export type ChangedBy = { type: TransactionType; sourceId: string; amountFen: Fen };

export type Recalculation = {
  before: Figures;
  after: Figures;
  /** The plan with what is paid of it, before and after. */
  bookBefore: LoanBook;
  bookAfter: LoanBook;
  /** What each transaction that stands pays now, with what it had paid. */
  paid: readonly { transactionId: string; before: Paid; after: Paid }[];
};
/**
 * Why a change cannot be: it is not there or was taken back already; a refund would give back more than was paid too much; a loan
 * that is not written off cannot recover, one that is cannot be written off; or it is dated before the payout or after today.
 */
export type RecalculationRefusal =
  'no-such-transaction' | 'refund-not-covered' | 'not-written-off' | 'written-off' | 'day-out-of-range';
