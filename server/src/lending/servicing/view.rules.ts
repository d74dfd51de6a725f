import { daysBetween, minus, plus, sum, ZERO, type BusinessDate, type Fen } from '@miaodai/values';
import { opened, ownInterest, type Instalment, type LoanBook, type LoanTerms } from './book.rules.ts';
import { apply, type Fact } from './fold.rules.ts';
import type { LoanTransaction } from './loan.rules.ts';
import { owedOn, penaltyUpTo } from './pay.rules.ts';

/**
 * What a customer calls it: overdue, whatever was paid of it, once its day is past; partly paid on the very day; early is a row of its own
 * that was settled when it was made.
 */
export type InstalmentState = 'upcoming' | 'overdue' | 'partly-paid' | 'settled' | 'early';

/** A row of the plan as of a day. */
export type SeenInstalment = {
  row: Instalment;
  state: InstalmentState;
  penaltyFen: Fen;
  /** Principal, the customer's interest and penalty; what is paid of them; what is left. */
  dueFen: Fen;
  paidFen: Fen;
  leftFen: Fen;
  daysPastDue: number;
};

export function seeInstalment(terms: LoanTerms, row: Instalment, on: BusinessDate): SeenInstalment {
  const penaltyFen = penaltyUpTo(terms, row, on);
  const dueFen = sum([row.principalFen, ownInterest(row), penaltyFen]);
  const paidFen = sum([row.paidPrincipalFen, row.paidInterestFen, row.paidPenaltyFen]);
  const daysPastDue = row.settledOn === null ? Math.max(0, daysBetween(row.dueOn, on)) : 0;
  return {
    ...{ row, state: stateOf(row, paidFen, daysPastDue), penaltyFen, dueFen, paidFen },
    ...{ leftFen: minus(dueFen, paidFen), daysPastDue },
  };
}

function stateOf(row: Instalment, paidFen: Fen, daysPastDue: number): InstalmentState {
  if (row.kind === 'early') return 'early';
  if (row.settledOn !== null) return 'settled';
  if (daysPastDue > 0) return 'overdue';
  return paidFen > 0 ? 'partly-paid' : 'upcoming';
}

export type Standing = {
  progress: { settled: number; total: number };
  /** Falls due today or later. */
  next: { periodNo: number; dueOn: BusinessDate; leftFen: Fen } | null;
  /** Today or earlier. */
  dueNowFen: Fen;
  overdue: { days: number; sinceOn: BusinessDate; periods: number; amountFen: Fen; penaltyFen: Fen } | null;
};

/** How a loan stands on a day, by its whole plan. What the bank wrote off is still owed, less what came since. */
export function standingOf(book: LoanBook, on: BusinessDate): Standing {
  const regular = book.rows.filter((row) => row.periodNo !== null);
  const settled = regular.filter((row) => row.settledOn !== null).length;
  const owed = owedOn(book, on);
  const late = owed.rows.filter(({ daysPastDue }) => daysPastDue > 0);
  const given = book.writtenOff;
  const givenFen = given ? ((given.principalFen + given.interestFen - given.recoveredFen) as Fen) : undefined;
  const next = given ? undefined : regular.find((row) => row.settledOn === null && row.dueOn >= on);
  const [oldest] = late;
  return {
    progress: { settled, total: regular.length },
    next: next
      ? { periodNo: next.periodNo ?? next.no, dueOn: next.dueOn, leftFen: seeInstalment(book.terms, next, on).leftFen }
      : null,
    dueNowFen: givenFen ?? owed.totalFen,
    overdue:
      oldest && (givenFen ?? owed.overdueFen) > 0
        ? {
            ...{ days: oldest.daysPastDue, sinceOn: oldest.row.dueOn, periods: late.length },
            ...{
              amountFen: givenFen ?? owed.overdueFen,
              penaltyFen: given ? ZERO : sum(late.map((one) => one.penaltyFen)),
            },
          }
        : null,
  };
}

/** What one fact paid of one row. */
export type Allotment = { row: Instalment; penaltyFen: Fen; interestFen: Fen; principalFen: Fen };

/** Which rows a fact went to, the oldest first: the loan folded up to it, before and after. Empty where it is none of these facts. */
export function allotmentsOf(
  book: Pick<LoanBook, 'terms' | 'discounts'>,
  facts: readonly Fact[],
  id: string,
): Allotment[] {
  let before = opened(book.terms, book.discounts);
  for (const fact of facts) {
    const { book: after } = apply(before, fact);
    if (fact.id === id) return between(before, after);
    before = after;
  }
  return [];
}

function between(before: LoanBook, after: LoanBook): Allotment[] {
  const known = new Map(before.rows.map((row) => [rowKey(row), row]));
  return after.rows
    .map((row) => {
      const was = known.get(rowKey(row));
      return {
        row,
        penaltyFen: minus(row.paidPenaltyFen, was?.paidPenaltyFen ?? ZERO),
        interestFen: minus(row.paidInterestFen, was?.paidInterestFen ?? ZERO),
        principalFen: minus(row.paidPrincipalFen, was?.paidPrincipalFen ?? ZERO),
      };
    })
    .filter((one) => plus(plus(one.penaltyFen, one.interestFen), one.principalFen) > 0);
}

/** An early repayment takes the number of the instalment that was running. */
const rowKey = ({ no, kind }: Instalment): string => `${kind} ${no}`;

/** Transactions, the latest first, as the facts that a loan is folded by. */
export const factsOf = (transactions: readonly LoanTransaction[]): Fact[] =>
  transactions
    .filter(({ voidedBy }) => voidedBy === null)
    .flatMap((one) => factOf(one))
    .toReversed();

function factOf({ id, type, effectiveOn: on, amountFen, via, mode, quotedFeeFen: feeFen }: LoanTransaction): Fact[] {
  switch (type) {
    case 'repayment':
      return via === null ? [] : [{ kind: type, id, on, amountFen, via }];
    case 'early-repayment':
      return via === null || mode === null ? [] : [{ kind: type, id, on, amountFen, via, mode, feeFen }];
    case 'refund':
    case 'recovery':
      return [{ kind: type, id, on, amountFen }];
    case 'write-off':
      return [{ kind: type, id, on }];
    case 'disbursement':
    case 'reversal':
      return [];
  }
}
