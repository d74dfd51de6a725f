import { daysOf, interestToDay, schedulesOf } from '@miaodai/loan-math';
import { minus, plus, share, smaller, sum, ZERO, type BusinessDate, type Fen } from '@miaodai/values';
import {
  discountOf,
  dueDayOf,
  engineTerms,
  ownInterest,
  planRows,
  type Instalment,
  type LoanBook,
} from './book.rules.ts';
import { beyond, owedOn, payDue, runningOn, type Owed, type Paid } from './pay.rules.ts';

/** 缩短期限, 减少月供, 全部结清. */
export type Mode = 'shorter-term' | 'lower-instalment' | 'pay-off';
export type Early = { on: BusinessDate; amountFen: Fen; mode: Mode; feeFen: Fen };

/** What the running period has cost up to a day, all of it and the part that another pays; the day itself bears no interest. */
export function accruedOn(book: LoanBook, row: Instalment, on: BusinessDate): { interestFen: Fen; discountFen: Fen } {
  if (on <= row.fromOn) return { interestFen: ZERO, discountFen: ZERO };
  if (on >= row.dueOn) return { interestFen: row.interestFen, discountFen: row.discountFen };
  const { terms, discounts } = book;
  const period = { from: row.fromOn, to: row.dueOn, dueDay: dueDayOf(terms) };
  const interestFen = interestToDay(row.openingFen, terms.annualRatePpm, period, on, terms.convention.dayCount);
  return { interestFen, discountFen: discountOf(terms, discounts, interestFen, on) };
}

/**
 * An early repayment on a day: first what is due, then the interest of the running period to that day on the whole balance, the fee, and
 * principal; the rest is planned anew from that day on. What does not even pay that interest and the fee is beyond what is owed.
 */
export function repayEarly(book: LoanBook, early: Early): { book: LoanBook; paid: Paid; replanned: boolean } {
  const { on, feeFen, mode } = early;
  const due = payDue(book, on, early.amountFen);
  const running = runningOn(due.book, on);
  const accrued = running && accruedOn(book, running, on);
  const interestFen = accrued ? minus(accrued.interestFen, accrued.discountFen) : ZERO;
  const forPrincipalFen = (due.restFen - interestFen - feeFen) as Fen;
  if (!running || !accrued || forPrincipalFen <= 0) return { ...beyond(due), replanned: false };

  const principalFen = smaller(forPrincipalFen, running.openingFen);
  const made: Instalment = {
    ...{ no: running.no, kind: 'early', periodNo: null, fromOn: running.fromOn < on ? running.fromOn : on, dueOn: on },
    ...{ days: daysRun(book, running, on), openingFen: running.openingFen, principalFen, ...accrued },
    balanceFen: minus(running.openingFen, principalFen),
    ...{ paidPrincipalFen: principalFen, paidInterestFen: interestFen },
    ...{ penaltyFen: ZERO, penaltyThrough: null, paidPenaltyFen: ZERO, dueBooked: false, settledOn: on },
  };
  const before = due.book.rows.filter((row) => row.no < running.no);
  const rest = restOf(due.book, running, on, made.balanceFen, mode);
  const paid: Paid = {
    ...due.paid,
    interestFen: plus(due.paid.interestFen, interestFen),
    principalFen: plus(due.paid.principalFen, principalFen),
    feeFen,
  };
  const restFen = minus(forPrincipalFen, principalFen);
  const after = { ...due.book, rows: [...before, made, ...rest] };
  return { ...beyond({ book: after, paid, restFen }), replanned: true };
}

const daysRun = ({ terms }: LoanBook, { fromOn }: Instalment, on: BusinessDate): number =>
  on <= fromOn ? 0 : daysOf({ from: fromOn, to: on, dueDay: dueDayOf(terms) }, terms.convention.dayCount);

/** What is left, planned anew: as many instalments as before, or the fewest that are no higher than before. */
function restOf(book: LoanBook, running: Instalment, on: BusinessDate, principalFen: Fen, mode: Mode): Instalment[] {
  if (principalFen === 0) return [];
  const left = book.rows.filter((row) => row.no >= running.no);
  const from = running.fromOn > on ? running.fromOn : on;
  const rest = { principalFen, from, firstDueOn: running.dueOn, firstNo: running.no + 1 };
  const firstPeriodNo = running.periodNo ?? 1;
  const periods = mode === 'shorter-term' ? fewestPeriods(book, left, rest) : left.length;
  return planRows(book.terms, book.discounts, { ...rest, firstPeriodNo, periods });
}

type Open = { principalFen: Fen; from: BusinessDate; firstDueOn: BusinessDate };

/**
 * The fewest instalments that are no higher than the highest of those that were left; the last of each plan is left out where it is not
 * the only one, since it only clears what rounding has left over. With interest only the principal comes at the end whatever the term, so
 * the term stays.
 */
function fewestPeriods({ terms }: LoanBook, left: readonly Instalment[], rest: Open): number {
  if (terms.method === 'interest-only') return left.length;
  const highest = highestOf(left);
  let low = 1;
  let high = left.length;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const plan = schedulesOf(engineTerms(terms, { ...rest, periods: middle }))(rest.principalFen);
    if (highestOf(plan.rows) <= highest) high = middle;
    else low = middle + 1;
  }
  return low;
}

const highestOf = (rows: readonly { principalFen: Fen; interestFen: Fen }[]): number =>
  Math.max(...(rows.length > 1 ? rows.slice(0, -1) : rows).map((row) => row.principalFen + row.interestFen));

/** What an early repayment would cost on a day, and what it would lead to. */
export type EarlyQuote = {
  mode: Mode;
  on: BusinessDate;
  owed: Owed;
  /** Of the running period to that day: all, what another pays, what the customer pays. */
  accruedInterestFen: Fen;
  accruedDiscountFen: Fen;
  ownInterestFen: Fen;
  principalFen: Fen;
  feeFen: Fen;
  /** All that is taken: what is due, interest, fee and principal. */
  amountFen: Fen;
  /** Of the customer's interest from that day on, what falls away against the plan as it is. */
  interestSavedFen: Fen;
  instalmentsBefore: number;
  instalmentsAfter: number;
  nextBeforeFen: Fen;
  nextAfterFen: Fen;
  endsBefore: BusinessDate;
  endsAfter: BusinessDate;
  rowsAfter: readonly Instalment[];
};

/** Undefined where no instalment is running any more: then all is due, and simply paid. */
export function quoteEarly(
  book: LoanBook,
  { on, mode, principalFen: wanted }: { on: BusinessDate; mode: Mode; principalFen: Fen },
): EarlyQuote | undefined {
  const running = runningOn(book, on);
  if (!running) return undefined;
  const owed = owedOn(book, on);
  const accrued = accruedOn(book, running, on);
  const ownInterestFen = minus(accrued.interestFen, accrued.discountFen);
  const principalFen = mode === 'pay-off' ? running.openingFen : smaller(wanted, running.openingFen);
  const feeFen = earlyFee(book, principalFen);
  const amountFen = sum([owed.totalFen, ownInterestFen, feeFen, principalFen]);
  const { book: after } = repayEarly(book, { on, amountFen, mode, feeFen });
  const leftBefore = book.rows.filter((row) => row.no >= running.no);
  const rowsAfter = after.rows.filter((row) => row.settledOn === null);
  const interestOf = (rows: readonly Instalment[]) => sum(rows.map(ownInterest));
  return {
    ...{ mode, on, owed, ownInterestFen, principalFen, feeFen, amountFen, rowsAfter },
    ...{ accruedInterestFen: accrued.interestFen, accruedDiscountFen: accrued.discountFen },
    interestSavedFen: minus(interestOf(leftBefore), plus(ownInterestFen, interestOf(rowsAfter))),
    ...{ instalmentsBefore: leftBefore.length, instalmentsAfter: rowsAfter.length },
    nextBeforeFen: plus(running.principalFen, ownInterest(running)),
    nextAfterFen: rowsAfter[0] ? plus(rowsAfter[0].principalFen, ownInterest(rowsAfter[0])) : ZERO,
    endsBefore: leftBefore.at(-1)?.dueOn ?? on,
    endsAfter: rowsAfter.at(-1)?.dueOn ?? on,
  };
}

/** Of the principal that is repaid before its time, rounded half up. */
export const earlyFee = ({ terms }: LoanBook, principalFen: Fen): Fen =>
  share(principalFen, BigInt(terms.earlyFeePpm), 1_000_000n);
