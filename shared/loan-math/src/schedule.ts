import { minus, plus, share, smaller, sum, ZERO, type BusinessDate, type Fen } from '@miaodai/values';
import { dueDayOf, dueOn } from './due-dates.ts';
import { daysOf, growthOver, interestAt, type Period, type YearShare } from './interest.ts';
import { levelPayment, principalPart } from './level-payment.ts';
import { checkTerms } from './check-terms.ts';
import type { Terms } from './terms.ts';

/** One instalment. `balanceFen` is what is still owed after it; total = principal + interest, always. */
export type ScheduleRow = {
  no: number;
  dueOn: BusinessDate;
  /** Days since the row before (or the payout), as the day count counts them; with 'monthly', days of the calendar. */
  days: number;
  principalFen: Fen;
  interestFen: Fen;
  totalFen: Fen;
  balanceFen: Fen;
};

export type Schedule = {
  terms: Terms;
  /** null where the method has no level payment. */
  levelPaymentFen: Fen | null;
  rows: readonly ScheduleRow[];
  totalInterestFen: Fen;
};

/**
 * The repayment plan of a loan: each period's interest on the balance before it, rounded half up to the fen; principal
 * by the method; the last instalment takes what is left, so the balance ends at exactly zero.
 * Source of the methods: 等额本息, 等额本金, 先息后本 as in the loan contract; formulas in docs/loan-math.md.
 * @throws LoanMathError where the terms are not in order.
 */
export const schedule = (terms: Terms): Schedule => schedulesOf(terms)(terms.principalFen);

/**
 * The plans of loans that differ in nothing but the principal: for whoever looks for an amount. The days are worked out once, and cost
 * far more than the amounts. @throws LoanMathError at each principal for which the terms are not in order.
 */
export function schedulesOf(terms: Omit<Terms, 'principalFen'>): (principalFen: Fen) => Schedule {
  let times: Times | undefined;
  return (principalFen) => {
    const whole: Terms = { ...terms, principalFen };
    checkTerms(whole);
    times ??= timesOf(whole);
    return planOf(whole, times);
  };
}

function planOf(terms: Terms, { periods, growths, days }: Times): Schedule {
  const level = terms.method === 'equal-instalment' ? levelPayment(terms.principalFen, growths) : null;
  const rows: ScheduleRow[] = [];
  let balance = terms.principalFen;
  for (const [index, period] of periods.entries()) {
    const interest = interestAt(balance, growths[index] as YearShare);
    const isLast = index === periods.length - 1;
    const principal = isLast ? balance : plannedPrincipal(terms, level, interest, balance);
    balance = minus(balance, principal);
    rows.push({
      no: index + 1,
      dueOn: period.to,
      days: days[index] as number,
      principalFen: principal,
      interestFen: interest,
      totalFen: plus(principal, interest),
      balanceFen: balance,
    });
  }
  return { terms, levelPaymentFen: level, rows, totalInterestFen: sum(rows.map((row) => row.interestFen)) };
}

type Times = { periods: readonly Period[]; growths: readonly YearShare[]; days: readonly number[] };

function timesOf(terms: Terms): Times {
  const { annualRatePpm, convention } = terms;
  const periods = periodsOf(terms);
  return {
    periods,
    growths: periods.map((period) => growthOver(annualRatePpm, period, convention.dayCount)),
    days: periods.map((period) => daysOf(period, convention.dayCount)),
  };
}

/** From the payout to the first due date, and from each due date to the next. */
export function periodsOf(terms: Terms): Period[] {
  const dueDay = dueDayOf(terms);
  const dates = Array.from({ length: terms.periods }, (_, index) => dueOn(terms, index + 1));
  return dates.map((to, index) => ({ from: dates[index - 1] ?? terms.disbursedOn, to, dueDay }));
}

function plannedPrincipal(terms: Terms, level: Fen | null, interest: Fen, balance: Fen): Fen {
  if (level !== null) return principalPart(level, interest, balance);
  if (terms.method === 'interest-only') return ZERO;
  return smaller(share(terms.principalFen, 1n, BigInt(terms.periods)), balance);
}
