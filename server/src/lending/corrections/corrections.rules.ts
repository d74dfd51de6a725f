import {
  minus,
  type BusinessDate,
  type CustomerId,
  type Fen,
  type Id,
  type Instant,
  type LoanId,
} from '@miaodai/values';
import type { Handled } from '../../bank/four-eyes/index.ts';
import type { Change, ChangedBy, Figures, Instalment, Paid, Recalculation } from '../servicing/index.ts';

export type CorrectionId = Id<'correction'>;
/** 冲正, 退还多收, 核销, 核销收回, 补录还款. */
export type CorrectionKind = 'reversal' | 'refund' | 'write-off' | 'recovery' | 'back-dated';
export type CorrectionState =
  'draft' | 'submitted' | 'approved' | 'sent' | 'done' | 'returned' | 'withdrawn' | 'failed';

/** What is to be set right, as it is drafted. */
export type Wanted = {
  loanId: LoanId;
  kind: CorrectionKind;
  /** Of a reversal: what is taken back. */
  transactionId: string | null;
  amountFen: Fen;
  effectiveOn: BusinessDate;
  /** The core pays the customer. */
  paysOut: boolean;
  /** Under which the core knows money that came in past us. */
  coreNo: string | null;
  coreSerialNo: string | null;
  reason: string;
};
export type Correction = Wanted &
  Handled & {
    id: CorrectionId;
    customerId: CustomerId;
    branchCode: string;
    requestNo: string | null;
    fromAccountNo: string | null;
    effect: Effect;
    /** Of the loan, when the effect was worked out. */
    loanVersion: number;
    state: CorrectionState;
    refusalCode: string | null;
    settledAt: Instant | null;
  };

/** What a correction would change, as the drafter saw it and the other person judges it. */
export type Effect = {
  before: Figures;
  after: Figures;
  rows: {
    no: number;
    periodNo: number | null;
    dueOn: BusinessDate;
    before: RowFigures | null;
    after: RowFigures | null;
  }[];
  transactions: { transactionId: string; before: Paid; after: Paid }[];
};
type RowFigures = Pick<
  Instalment,
  | 'principalFen'
  | 'interestFen'
  | 'discountFen'
  | 'penaltyFen'
  | 'paidPrincipalFen'
  | 'paidInterestFen'
  | 'paidPenaltyFen'
  | 'settledOn'
>;

/** What the core knows the money that goes back by: at most 32 letters and digits, no two alike. */
export const refundNoOf = (id: CorrectionId): string => `B${id.replaceAll('-', '').slice(1)}`;

export const isEnded = (state: CorrectionState): boolean =>
  state === 'done' || state === 'failed' || state === 'returned' || state === 'withdrawn';

/** The fact that a correction takes back, or puts in. What leaves as money takes effect on the day on which it left. */
export function changeOf(
  wanted: Pick<Wanted, 'kind' | 'transactionId' | 'amountFen' | 'effectiveOn'>,
  sourceId: string,
  today: BusinessDate,
): Change {
  const { kind, amountFen, effectiveOn: on } = wanted;
  switch (kind) {
    case 'reversal':
      return { void: wanted.transactionId ?? '' };
    case 'refund':
      return { insert: { kind, on: today, amountFen, sourceId } };
    case 'write-off':
      return { insert: { kind, on: today, sourceId } };
    case 'recovery':
      return { insert: { kind, on, amountFen, sourceId } };
    case 'back-dated':
      return { insert: { kind: 'repayment', on, amountFen, via: 'counter', sourceId } };
  }
}

export const changedBy = ({ kind, amountFen }: Pick<Wanted, 'kind' | 'amountFen'>, sourceId: string): ChangedBy => ({
  ...{ type: kind === 'back-dated' ? 'repayment' : kind, sourceId, amountFen },
});

/** What it changes and nothing else: figures, the instalments that look otherwise, what each repayment pays now. */
export function effectOf({ before, after, bookBefore, bookAfter, paid }: Recalculation): Effect {
  const [rowsBefore, rowsAfter] = [byNo(bookBefore.rows), byNo(bookAfter.rows)];
  const nos = [...new Set([...rowsBefore.keys(), ...rowsAfter.keys()])].toSorted((a, b) => a - b);
  return {
    ...{ before, after, transactions: [...paid] },
    rows: nos.flatMap((no) => {
      const [was, is] = [rowsBefore.get(no), rowsAfter.get(no)];
      const shown = is ?? was;
      const [a, b] = [figuresOf(was), figuresOf(is)];
      if (!shown || JSON.stringify(a) === JSON.stringify(b)) return [];
      return [{ no, periodNo: shown.periodNo, dueOn: shown.dueOn, before: a, after: b }];
    }),
  };
}

const byNo = (rows: readonly Instalment[]) => new Map(rows.map((row) => [row.no, row]));

const figuresOf = (row: Instalment | undefined): RowFigures | null =>
  row
    ? {
        ...{ principalFen: row.principalFen, interestFen: row.interestFen, discountFen: row.discountFen },
        ...{ penaltyFen: row.penaltyFen, paidPrincipalFen: row.paidPrincipalFen },
        ...{ paidInterestFen: row.paidInterestFen, paidPenaltyFen: row.paidPenaltyFen, settledOn: row.settledOn },
      }
    : null;

/** What a write-off gives up: principal and interest due. */
export const givenUp = ({ before, after }: Pick<Recalculation, 'before' | 'after'>): Fen =>
  minus(after.writtenOffFen, before.writtenOffFen);
