import { minus, plus, sum, ZERO, type BusinessDate, type Fen } from '@miaodai/values';
import { outstanding, ownInterest, payable, type Instalment, type LoanBook } from './book.rules.ts';
import { accruedOn } from './early.rules.ts';
import type { Figures, Position } from './loan.rules.ts';
import type { Paid } from './pay.rules.ts';

/**
 * The rows' interest that stands in the books as due on a day: of what has fallen due, of what was paid ahead of it. Of a loan that was
 * written off: of what had fallen due until then.
 */
export function brought(book: LoanBook, today: BusinessDate): LoanBook {
  const { writtenOff } = book;
  const last = writtenOff && writtenOff.on < today ? writtenOff.on : today;
  const isDue = (row: Instalment) => row.kind === 'early' || row.dueOn <= last || row.settledOn !== null;
  return {
    ...book,
    rows: book.rows.map((row) => (isDue(row) === row.dueBooked ? row : { ...row, dueBooked: isDue(row) })),
  };
}

/** Due and not paid, by what stands in the books. */
export const interestDue = ({ rows, writtenOff }: LoanBook): Fen =>
  writtenOff
    ? ZERO
    : sum(rows.filter((row) => row.dueBooked).map((row) => minus(ownInterest(row), row.paidInterestFen)));

export const discountDue = ({ rows }: LoanBook): Fen =>
  sum(rows.filter((row) => row.dueBooked).map((row) => row.discountFen));

/** The first instalment whose interest is not in the books as due; a loan that was written off earns nothing in them any more. */
const runningOf = ({ rows, writtenOff }: LoanBook): Instalment | undefined =>
  writtenOff ? undefined : rows.find((row) => !row.dueBooked);

/** What is earned of the running instalment before a day. */
export function accruedBefore(book: LoanBook, day: BusinessDate): Fen {
  const running = runningOf(book);
  return running ? accruedOn(book, running, day).interestFen : ZERO;
}

export function positionOf(
  book: LoanBook,
  { accruedOn: day, daysPastDue }: Pick<Position, 'accruedOn' | 'daysPastDue'>,
): Position {
  const running = runningOf(book);
  const next = book.writtenOff ? undefined : book.rows.find((row) => row.settledOn === null && payable(row));
  return {
    ...{ annualRatePpm: book.terms.annualRatePpm, dayCount: book.terms.convention.dayCount },
    running: running
      ? {
          ...{ no: running.no, fromOn: running.fromOn, dueOn: running.dueOn },
          ...{ openingFen: running.openingFen, interestFen: running.interestFen },
        }
      : null,
    ...{ accruedFen: accruedBefore(book, day), accruedOn: day },
    next: next ? { no: next.no, dueOn: next.dueOn } : null,
    daysPastDue: next ? daysPastDue : 0,
  };
}

/** What has gone through a loan since its payout, by its transactions that stand. */
export type Course = { penaltyFen: Fen; feeFen: Fen; receivedFen: Fen };

/** A loan by account; needs all its rows, with what stands in the books of each. */
export function figuresOf(book: LoanBook, accruedFen: Fen, { penaltyFen, feeFen, receivedFen }: Course): Figures {
  const { writtenOff } = book;
  return {
    ...{ principalFen: outstanding(book), interestDueFen: interestDue(book), discountDueFen: discountDue(book) },
    ...{ accruedFen, surplusFen: book.surplusFen, writtenOffFen: openOf(writtenOff) },
    interestIncomeFen: plus(accruedFen, sum(book.rows.filter((row) => row.dueBooked).map((row) => row.interestFen))),
    ...{ penaltyIncomeFen: penaltyFen, feeIncomeFen: feeFen, receivedFen },
  };
}

/** Given up and not recovered. */
export const openOf = (given: LoanBook['writtenOff']): Fen =>
  given ? minus(plus(given.principalFen, given.interestFen), given.recoveredFen) : ZERO;

/** What lent money has become: 0 where every fen is accounted for. */
export function imbalance(lentFen: Fen, figures: Figures): number {
  const assets = figures.principalFen + figures.interestDueFen + figures.discountDueFen + figures.accruedFen;
  const income = figures.interestIncomeFen + figures.penaltyIncomeFen + figures.feeIncomeFen;
  return assets - figures.surplusFen - (lentFen + income - figures.writtenOffFen - figures.receivedFen);
}

/** What a repayment changes in what is due and accrued before its money is booked: by difference between the plan before and after. */
export type InterestChange = { dueFen: Fen; discountFen: Fen; accruedFen: Fen };
export const interestChange = (
  before: { book: LoanBook; accruedFen: Fen },
  after: { book: LoanBook; accruedFen: Fen },
  paid: Pick<Paid, 'interestFen'>,
): InterestChange => ({
  dueFen: minus(plus(interestDue(after.book), paid.interestFen), interestDue(before.book)),
  discountFen: minus(discountDue(after.book), discountDue(before.book)),
  accruedFen: minus(after.accruedFen, before.accruedFen),
});
