import type { BusinessDate, CustomerId, Fen, Instant, LoanId, StaffId } from '@miaodai/values';
import type { Product } from '../../bank/products/index.ts';
import type { EarlyQuote as Quote, Instalment, Mode, Owed, ServicedLoan } from '../servicing/index.ts';

/** What may be paid of a loan on a day: up to what is due, or exactly that and the whole running instalment. */
export type Payable = { owed: Owed; running: Instalment | undefined; runningFen: Fen; aheadFen: Fen | null };

export type AmountRefusal = 'repayment-below-minimum' | 'repayment-above-owed';
export function amountRefusal(amountFen: Fen, { owed, aheadFen }: Payable): AmountRefusal | undefined {
  if (amountFen <= 0) return 'repayment-below-minimum';
  return amountFen <= owed.totalFen || amountFen === aheadFen ? undefined : 'repayment-above-owed';
}

/** Of a quote, what is kept and shown again: all but the plan. */
export type EarlyFigures = Omit<Quote, 'owed' | 'rowsAfter'> & { dueFen: Fen };

/** What was shown to the customer. */
export type EarlyQuote = {
  id: string;
  loanId: LoanId;
  customerId: CustomerId;
  loanVersion: number;
  on: BusinessDate;
  principalFen: Fen | null;
  approval: 'none' | 'officer';
  outcomes: readonly EarlyFigures[];
  quotedAt: Instant;
  expiresAt: Instant;
};

export type EarlyRequestState = 'requested' | 'approved' | 'paid' | 'declined' | 'cancelled' | 'failed';
/** What a customer asks of an officer. */
export type EarlyRequest = {
  id: string;
  no: string;
  loanId: LoanId;
  loanNo: string;
  customerId: CustomerId;
  productCode: string;
  branchCode: string;
  mode: Mode;
  principalFen: Fen;
  quoted: EarlyFigures;
  state: EarlyRequestState;
  version: number;
  debitOn: BusinessDate | null;
  declineReason: string | null;
  decided: { by: StaffId; at: Instant; note: string } | null;
  requestedAt: Instant;
  endedAt: Instant | null;
};

export function figuresOf(quote: Quote): EarlyFigures {
  const { owed, rowsAfter: _, ...figures } = quote;
  return { ...figures, dueFen: owed.totalFen };
}

export const outcomeOf = ({ outcomes }: EarlyQuote, mode: Mode): EarlyFigures | undefined =>
  outcomes.find((outcome) => outcome.mode === mode);

export type EarlyTerms = Product['earlyRepayment'];
type PrincipalRefusal = 'repayment-below-minimum' | 'repayment-not-a-multiple' | 'repayment-above-owed';
/** Whether so much principal may be repaid before its time; all of it always may. With the bound that it broke. */
export function principalRefusal(
  principalFen: Fen,
  leftFen: Fen,
  terms: EarlyTerms,
): [PrincipalRefusal, Fen] | undefined {
  if (principalFen > leftFen) return ['repayment-above-owed', leftFen];
  if (principalFen === leftFen) return undefined;
  if (principalFen < terms.minFen) return ['repayment-below-minimum', terms.minFen];
  return principalFen % terms.stepFen === 0 ? undefined : ['repayment-not-a-multiple', terms.stepFen];
}

export type LoanRefusal = 'loan-closed' | 'loan-written-off';
export const loanRefusal = ({ state }: Pick<ServicedLoan, 'state'>): LoanRefusal | undefined => {
  if (state === 'closed') return 'loan-closed';
  return state === 'written-off' ? 'loan-written-off' : undefined;
};
