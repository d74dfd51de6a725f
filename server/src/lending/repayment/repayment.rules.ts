import type { BusinessDate, CustomerId, Fen, Id, Instant, LoanId } from '@miaodai/values';
import type { Mode, Paid, Via } from '../servicing/index.ts';

export type RepaymentId = Id<'repayment'>;
export type RepaymentState = 'requested' | 'sent' | 'booked' | 'refused';

/** One attempt to take money for a loan. */
export type Repayment = {
  id: RepaymentId;
  loanId: LoanId;
  customerId: CustomerId;
  via: Exclude<Via, 'counter'>;
  /** The core knows it by this, for ever. */
  requestNo: string;
  /** Of an automatic debit: the message that it goes to the core in. */
  batchId: string | null;
  amountFen: Fen;
  /** Less than that is not taken; amountFen is all or nothing. */
  leastFen: Fen;
  toAccountNo: string;
  /** The day that interest is counted to. */
  effectiveOn: BusinessDate;
  early: Early | null;
  state: RepaymentState;
  bookedFen: Fen | null;
  bookedOn: BusinessDate | null;
  coreSerialNo: string | null;
  refusalCode: string | null;
  requestedAt: Instant;
  settledAt: Instant | null;
};
/** What was quoted, or what an officer has approved. */
export type Early = { mode: Mode; feeFen: Fen; quoteId: string | null; requestId: string | null };

/** One that nobody has sent. */
export type NewRepayment = Omit<
  Repayment,
  'requestNo' | 'state' | 'bookedFen' | 'bookedOn' | 'coreSerialNo' | 'refusalCode' | 'settledAt'
>;

/** What became of it at the core, for good. */
export type RepaymentEnd =
  { is: 'booked'; bookedFen: Fen; bookedOn: BusinessDate; coreSerialNo: string } | { is: 'refused'; code: string };
export type RepaymentOutcome = { repaymentId: RepaymentId; outcome: RepaymentEnd };

/** What its settling led to. `again`: somebody had settled it before. */
export type Settled = {
  repayment: Repayment;
  end: RepaymentEnd;
  again: boolean;
  paid: Paid | null;
  closed: boolean;
};

export const isSettled = ({ state }: Pick<Repayment, 'state'>): boolean => state === 'booked' || state === 'refused';

/** What the core knows it by: at most 32 letters and digits, no two alike. */
export const requestNoOf = (id: RepaymentId): string => `R${id.replaceAll('-', '').slice(1)}`;

/** Waiting does not cure it: under our number the core has, or may have, moved other money than we ordered. */
export const OTHER_ORDER = 'the core knows our number for another order';

/** A later word of the core against what was settled. */
export const contradicts = (repayment: Repayment, end: RepaymentEnd): boolean =>
  isSettled(repayment) &&
  (end.is !== repayment.state || (end.is === 'booked' && end.coreSerialNo !== repayment.coreSerialNo));

/** What the customer reads in the account's movements. */
export const remarkOf = ({ early }: Pick<Repayment, 'early'>, loanNo: string): string =>
  `${early ? '贷款提前还款' : '贷款还款'} ${loanNo}`;
