import {
  addDays,
  minus,
  plus,
  ZERO,
  type BusinessDate,
  type CustomerId,
  type Fen,
  type Instant,
  type LoanId,
  type StaffId,
} from '@miaodai/values';
import type { Product } from '../../bank/products/index.ts';
import {
  owedOn,
  ownInterest,
  quoteEarly,
  runningOn,
  type EarlyQuote as Quote,
  type Instalment,
  type LoanBook,
  type Mode,
  type Owed,
  type ServicedLoan,
} from '../servicing/index.ts';

/** What may be paid of a loan on a day: up to what is due, or exactly that and the whole running instalment. */
export type Payable = { owed: Owed; running: Instalment | undefined; runningFen: Fen; aheadFen: Fen | null };

export function payableOn(book: LoanBook, on: BusinessDate): Payable {
  const owed = owedOn(book, on);
  const row = runningOn(book, on);
  // What has not begun to run is not paid ahead.
  const running = row && row.fromOn <= on ? row : undefined;
  const runningFen = running
    ? plus(minus(running.principalFen, running.paidPrincipalFen), minus(ownInterest(running), running.paidInterestFen))
    : ZERO;
  return { owed, running, runningFen, aheadFen: running ? plus(owed.totalFen, runningFen) : null };
}

export type AmountRefusal = 'repayment-below-minimum' | 'repayment-above-owed';
export function amountRefusal(amountFen: Fen, { owed, aheadFen }: Payable): AmountRefusal | undefined {
  if (amountFen <= 0) return 'repayment-below-minimum';
  return amountFen <= owed.totalFen || amountFen === aheadFen ? undefined : 'repayment-above-owed';
}

export const MODES: readonly Mode[] = ['shorter-term', 'lower-instalment', 'pay-off'];

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

export const figuresOf = ({ owed, rowsAfter: _, ...figures }: Quote): EarlyFigures => ({
  ...figures,
  dueFen: owed.totalFen,
});

export const outcomeOf = ({ outcomes }: EarlyQuote, mode: Mode): EarlyFigures | undefined =>
  outcomes.find((outcome) => outcome.mode === mode);

type Terms = Product['earlyRepayment'];
export type EarlyRefusal = 'early-not-yet' | 'early-nothing-runs';
/** What stands between a loan that lives and its early repayment on a day. */
export function earlyRefusal(book: LoanBook, terms: Terms, on: BusinessDate): EarlyRefusal | undefined {
  if (on < addDays(book.terms.disbursedOn, terms.fromDays)) return 'early-not-yet';
  return runningOn(book, on) ? undefined : 'early-nothing-runs';
}

type PrincipalRefusal = 'repayment-below-minimum' | 'repayment-not-a-multiple' | 'repayment-above-owed';
/** Whether so much principal may be repaid before its time; all of it always may. With the bound that it broke. */
export function principalRefusal(principalFen: Fen, leftFen: Fen, terms: Terms): [PrincipalRefusal, Fen] | undefined {
  if (principalFen > leftFen) return ['repayment-above-owed', leftFen];
  if (principalFen === leftFen) return undefined;
  if (principalFen < terms.minFen) return ['repayment-below-minimum', terms.minFen];
  return principalFen % terms.stepFen === 0 ? undefined : ['repayment-not-a-multiple', terms.stepFen];
}

/** Side by side: paying off, and where a part was named what becomes of the rest in either way. */
export function quotesOf(book: LoanBook, on: BusinessDate, principalFen: Fen | null): Quote[] {
  const left = runningOn(book, on)?.openingFen ?? ZERO;
  const modes = principalFen !== null && principalFen < left ? MODES : (['pay-off'] as const);
  return modes.flatMap((mode) => quoteEarly(book, { on, mode, principalFen: principalFen ?? left }) ?? []);
}

export type LoanRefusal = 'loan-closed' | 'loan-written-off';
export const loanRefusal = ({ state }: Pick<ServicedLoan, 'state'>): LoanRefusal | undefined => {
  if (state === 'closed') return 'loan-closed';
  return state === 'written-off' ? 'loan-written-off' : undefined;
};
