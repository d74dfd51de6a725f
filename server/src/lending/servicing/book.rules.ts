import { schedule, type Convention, type Method, type Terms } from '@miaodai/loan-math';
import { dayOfMonth, minus, share, ZERO, type BusinessDate, type Fen, type RatePpm } from '@miaodai/values';

/** The parts of an instalment that a payment settles. */
export type Part = 'penalty' | 'interest' | 'principal';
export const PARTS: readonly Part[] = ['penalty', 'interest', 'principal'];

/** What was agreed, and holds for the loan's life. */
export type LoanTerms = {
  principalFen: Fen;
  annualRatePpm: RatePpm;
  method: Method;
  periods: number;
  convention: Convention;
  disbursedOn: BusinessDate;
  /** On overdue principal, in place of nothing: the plan's interest does not grow by being late. 0 charges nothing. */
  penaltyRatePpm: RatePpm;
  graceDays: number;
  earlyFeePpm: RatePpm;
  allocation: readonly Part[];
};

/** 贴息: of instalments that fall due in these days (both included) another pays so much of the annual rate. */
export type Discount = { ratePpm: RatePpm; fromOn: BusinessDate; untilOn: BusinessDate | null };

/** One row of the plan, with what has been paid of it. */
export type Instalment = {
  no: number;
  kind: 'regular' | 'early';
  /** As the customer counts; null of an early repayment's row. */
  periodNo: number | null;
  fromOn: BusinessDate;
  dueOn: BusinessDate;
  days: number;
  /** The balance that its interest is counted on. */
  openingFen: Fen;
  principalFen: Fen;
  /** All of it; the customer pays it less the discount. */
  interestFen: Fen;
  discountFen: Fen;
  balanceFen: Fen;
  paidPrincipalFen: Fen;
  paidInterestFen: Fen;
  /** Up to penaltyThrough; from there on it is counted from the principal that is not paid. */
  penaltyFen: Fen;
  penaltyThrough: BusinessDate | null;
  paidPenaltyFen: Fen;
  dueBooked: boolean;
  settledOn: BusinessDate | null;
};

/** A loan as it stands: the fold of its facts. `rows` may leave out settled ones at the beginning. */
export type LoanBook = {
  terms: LoanTerms;
  rows: readonly Instalment[];
  discounts: readonly Discount[];
  /** Paid beyond what was owed, and owed back. */
  surplusFen: Fen;
  writtenOff: WrittenOff | null;
};
/** What the bank has given up in its books, not towards the customer. */
export type WrittenOff = { on: BusinessDate; principalFen: Fen; interestFen: Fen; recoveredFen: Fen };

/** The loan on the day of its payout. */
export const opened = (terms: LoanTerms, discounts: readonly Discount[] = []): LoanBook => ({
  ...{ terms, discounts, surplusFen: ZERO, writtenOff: null },
  rows: planRows(terms, discounts, {
    ...{ principalFen: terms.principalFen, periods: terms.periods, from: terms.disbursedOn },
    ...{ firstNo: 1, firstPeriodNo: 1 },
  }),
});

export type Rest = {
  principalFen: Fen;
  periods: number;
  /** From here on the rest bears interest. */
  from: BusinessDate;
  firstDueOn?: BusinessDate;
  firstNo: number;
  firstPeriodNo: number;
};

/** The plan of a principal by the engine, as rows that nobody has paid of. */
export function planRows(terms: LoanTerms, discounts: readonly Discount[], rest: Rest): Instalment[] {
  const plan = schedule(engineTerms(terms, rest));
  return plan.rows.map((row, i) => {
    const before = plan.rows[i - 1];
    return {
      ...{ no: rest.firstNo + i, kind: 'regular', periodNo: rest.firstPeriodNo + i },
      ...{ fromOn: before?.dueOn ?? rest.from, dueOn: row.dueOn, days: row.days },
      ...{ openingFen: before?.balanceFen ?? rest.principalFen, principalFen: row.principalFen },
      ...{ interestFen: row.interestFen, balanceFen: row.balanceFen },
      discountFen: discountOf(terms, discounts, row.interestFen, row.dueOn),
      ...UNPAID,
    };
  });
}

export const engineTerms = (
  terms: LoanTerms,
  { principalFen, periods, from, firstDueOn }: Pick<Rest, 'principalFen' | 'periods' | 'from' | 'firstDueOn'>,
): Terms => ({
  ...{ method: terms.method, annualRatePpm: terms.annualRatePpm, convention: terms.convention },
  ...{ principalFen, periods, disbursedOn: from, dueDay: dueDayOf(terms) },
  ...(firstDueOn === undefined ? {} : { firstDueOn }),
});

/** The contract's due day: that of the payout. */
export const dueDayOf = (terms: LoanTerms): number => dayOfMonth(terms.disbursedOn);

const UNPAID = {
  ...{ paidPrincipalFen: ZERO, paidInterestFen: ZERO, penaltyFen: ZERO, penaltyThrough: null, paidPenaltyFen: ZERO },
  ...{ dueBooked: false, settledOn: null },
} as const;

/** The part of an interest that another pays: its share of the annual rate, rounded half up, of the latest rule that holds on the due day. */
export function discountOf(
  { annualRatePpm }: LoanTerms,
  discounts: readonly Discount[],
  interestFen: Fen,
  dueOn: BusinessDate,
): Fen {
  const [rule] = discounts
    .filter(({ fromOn, untilOn }) => fromOn <= dueOn && (untilOn === null || dueOn <= untilOn))
    .toSorted((a, b) => (a.fromOn < b.fromOn ? 1 : -1));
  if (!rule || annualRatePpm === 0) return ZERO;
  return share(interestFen, BigInt(Math.min(rule.ratePpm, annualRatePpm)), BigInt(annualRatePpm));
}

/** What the customer pays of an instalment's interest. */
export const ownInterest = ({ interestFen, discountFen }: Instalment): Fen => minus(interestFen, discountFen);

/** An instalment that another pays whole is due from nobody here, and never late. */
export const payable = (row: Instalment): boolean => row.principalFen + ownInterest(row) > 0;

/** Principal that is not repaid: of the rows that are left. */
export const outstanding = ({ rows, writtenOff }: LoanBook): Fen =>
  writtenOff ? ZERO : (rows.reduce((owed, row) => owed + row.principalFen - row.paidPrincipalFen, 0) as Fen);
