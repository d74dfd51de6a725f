import {
  addDays,
  daysBetween,
  minus,
  plus,
  share,
  smaller,
  sum,
  ZERO,
  type BusinessDate,
  type Fen,
} from '@miaodai/values';
import { ownInterest, type Instalment, type LoanBook, type LoanTerms, type Part } from './book.rules.ts';

/** What a payment went to. The parts and what is beyond them are the whole amount. */
export type Paid = { penaltyFen: Fen; interestFen: Fen; principalFen: Fen; feeFen: Fen; surplusFen: Fen };
export const NOTHING: Paid = {
  ...{ penaltyFen: ZERO, interestFen: ZERO, principalFen: ZERO, feeFen: ZERO, surplusFen: ZERO },
};

/** What is owed of an instalment on a day. */
export type OwedRow = {
  row: Instalment;
  penaltyFen: Fen;
  interestFen: Fen;
  principalFen: Fen;
  totalFen: Fen;
  daysPastDue: number;
};
export type Owed = {
  rows: readonly OwedRow[];
  penaltyFen: Fen;
  interestFen: Fen;
  principalFen: Fen;
  totalFen: Fen;
  /** Of it, what should have been paid before that day. */
  overdueFen: Fen;
  /** Of the oldest instalment that is late; 0 where none is. */
  daysPastDue: number;
};

/**
 * Penalty of an instalment up to a day (exclusive): overdue principal × penalty rate × days ÷ 360 (365 with actual/365), from the due
 * date on, rounded half up; none while the days of grace last.
 */
export function penaltyUpTo(terms: LoanTerms, row: Instalment, on: BusinessDate): Fen {
  const from = row.penaltyThrough ?? row.dueOn;
  const inGrace = on <= addDays(row.dueOn, terms.graceDays);
  if (row.settledOn !== null || terms.penaltyRatePpm === 0 || inGrace || on <= from) return row.penaltyFen;
  const year = terms.convention.dayCount === 'actual/365' ? 365n : 360n;
  const numerator = BigInt(terms.penaltyRatePpm) * BigInt(daysBetween(from, on));
  return plus(row.penaltyFen, share(minus(row.principalFen, row.paidPrincipalFen), numerator, 1_000_000n * year));
}

/** What is due or overdue on a day, the oldest instalment first. */
export function owedOn({ terms, rows }: LoanBook, on: BusinessDate): Owed {
  const owed = rows.filter((row) => row.dueOn <= on && row.settledOn === null).map((row) => owedOf(terms, row, on));
  const total = (part: 'penaltyFen' | 'interestFen' | 'principalFen' | 'totalFen') => sum(owed.map((one) => one[part]));
  return {
    rows: owed,
    ...{ penaltyFen: total('penaltyFen'), interestFen: total('interestFen'), principalFen: total('principalFen') },
    totalFen: total('totalFen'),
    overdueFen: sum(owed.filter(({ row }) => row.dueOn < on).map(({ totalFen }) => totalFen)),
    daysPastDue: owed.find(({ totalFen }) => totalFen > 0)?.daysPastDue ?? 0,
  };
}

function owedOf(terms: LoanTerms, row: Instalment, on: BusinessDate): OwedRow {
  const penaltyFen = minus(penaltyUpTo(terms, row, on), row.paidPenaltyFen);
  const interestFen = minus(ownInterest(row), row.paidInterestFen);
  const principalFen = minus(row.principalFen, row.paidPrincipalFen);
  return {
    ...{ row, penaltyFen, interestFen, principalFen, totalFen: sum([penaltyFen, interestFen, principalFen]) },
    daysPastDue: Math.max(0, daysBetween(row.dueOn, on)),
  };
}

/** The instalment that is running on a day: the first that is not settled and falls due later. */
export const runningOn = ({ rows }: LoanBook, on: BusinessDate): Instalment | undefined =>
  rows.find((row) => row.dueOn > on && row.settledOn === null);

/**
 * A payment on a day: instalments that are due, the oldest first, each in the order of allocation. What is left settles the running
 * instalment where `ahead` and it suffices for all of it, at the plan's amounts; the rest is beyond what is owed.
 */
export function pay(
  book: LoanBook,
  { on, amountFen, ahead }: { on: BusinessDate; amountFen: Fen; ahead: boolean },
): { book: LoanBook; paid: Paid } {
  const due = payDue(book, on, amountFen);
  const running = ahead ? runningOn(due.book, on) : undefined;
  const owed = running && owedOf(book.terms, running, on);
  if (!owed || owed.row.fromOn > on || due.restFen < owed.totalFen) return beyond(due);
  const next = payRow(book.terms, owed.row, on, due.restFen);
  return beyond({ book: withRow(due.book, next.row), paid: add(due.paid, next.paid), restFen: next.restFen });
}

export type Paying = { book: LoanBook; paid: Paid; restFen: Fen };

/** What is due or overdue on a day, as far as the amount goes. */
export function payDue(book: LoanBook, on: BusinessDate, amountFen: Fen): Paying {
  let paying: Paying = { book, paid: NOTHING, restFen: amountFen };
  for (const { row } of owedOn(book, on).rows) {
    const { row: after, paid, restFen } = payRow(book.terms, row, on, paying.restFen);
    paying = { book: withRow(paying.book, after), paid: add(paying.paid, paid), restFen };
  }
  return paying;
}

export const beyond = ({ book, paid, restFen }: Paying): { book: LoanBook; paid: Paid } => ({
  book: { ...book, surplusFen: plus(book.surplusFen, restFen) },
  paid: { ...paid, surplusFen: restFen },
});

function payRow(terms: LoanTerms, row: Instalment, on: BusinessDate, amountFen: Fen) {
  const owed = owedOf(terms, row, on);
  const due: Record<Part, Fen> = {
    ...{ penalty: owed.penaltyFen, interest: owed.interestFen, principal: owed.principalFen },
  };
  const took: Record<Part, Fen> = { penalty: ZERO, interest: ZERO, principal: ZERO };
  let restFen = amountFen;
  for (const part of terms.allocation) {
    took[part] = smaller(due[part], restFen);
    restFen = minus(restFen, took[part]);
  }
  const penaltyFen = plus(owed.penaltyFen, row.paidPenaltyFen);
  const settled = took.penalty === due.penalty && took.interest === due.interest && took.principal === due.principal;
  const after: Instalment = {
    ...row,
    // Fixed up to this day, since the principal that it is counted from changes; in the days of grace there is nothing to fix.
    ...(amountFen > 0 && on > addDays(row.dueOn, terms.graceDays) ? { penaltyFen, penaltyThrough: on } : {}),
    paidPenaltyFen: plus(row.paidPenaltyFen, took.penalty),
    paidInterestFen: plus(row.paidInterestFen, took.interest),
    paidPrincipalFen: plus(row.paidPrincipalFen, took.principal),
    settledOn: settled ? on : null,
  };
  const paid: Paid = {
    ...NOTHING,
    ...{ penaltyFen: took.penalty, interestFen: took.interest, principalFen: took.principal },
  };
  return { row: after, paid, restFen };
}

const withRow = (book: LoanBook, row: Instalment): LoanBook => ({
  ...book,
  rows: book.rows.map((one) => (one.no === row.no ? row : one)),
});

const add = (a: Paid, b: Paid): Paid => ({
  penaltyFen: plus(a.penaltyFen, b.penaltyFen),
  interestFen: plus(a.interestFen, b.interestFen),
  principalFen: plus(a.principalFen, b.principalFen),
  feeFen: plus(a.feeFen, b.feeFen),
  surplusFen: plus(a.surplusFen, b.surplusFen),
});
