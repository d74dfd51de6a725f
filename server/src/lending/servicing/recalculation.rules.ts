import { assert, ok, refuse, sum, ZERO, type BusinessDate, type Fen, type Result } from '@miaodai/values';
import { brought, figuresOf, imbalance, positionOf, type Course } from './figures.rules.ts';
import { fold, type Fact } from './fold.rules.ts';
import type {
  BookOfLoan,
  Change,
  Figures,
  LoanTransaction,
  Position,
  Recalculation,
  RecalculationRefusal,
} from './loan.rules.ts';
import { NOTHING, type Paid } from './pay.rules.ts';

/** What stands of a loan: all its rows, and all its transactions in the order in which they take effect. */
export type Standing = { plan: BookOfLoan; transactions: readonly LoanTransaction[] };
/** `inserted`: the fact that was put in, with what it pays. */
export type Refolded = Recalculation & { position: Position; inserted: { fact: Fact; paid: Paid } | null };

/** The loan folded anew from its first day, with a fact taken back or put in behind those of its day. */
export function refold(
  { plan, transactions }: Standing,
  change: Change,
  newId: string,
  today: BusinessDate,
): Result<Refolded, RecalculationRefusal> {
  const { book, position } = plan;
  const standing = transactions.filter((one) => one.voidedBy === null && factOf(one) !== undefined);
  const facts = changed(standing, change, newId, { from: book.terms.disbursedOn, to: today });
  if (!facts.ok) return facts;
  const folded = fold(book.terms, book.discounts, facts.value);
  if (!folded.ok) return folded;

  const bookAfter = brought(folded.value.book, today);
  const accruedOn = today > position.accruedOn ? today : position.accruedOn;
  const positionAfter = positionOf(bookAfter, { accruedOn, daysPastDue: position.daysPastDue });
  const paidBy = (id: string) => folded.value.paid.get(id) ?? NOTHING;
  const courseAfter = courseOf(facts.value.map((fact) => ({ fact, paid: paidBy(fact.id) })));
  const before = figuresBefore(plan, standing);
  const after = figuresOf(bookAfter, positionAfter.accruedFen, courseAfter);
  const lentFen = book.terms.principalFen;
  assert(imbalance(lentFen, before) === 0, 'what stands of a loan accounts for every fen');
  assert(imbalance(lentFen, after) === 0, 'a loan that was folded anew accounts for every fen');
  const inserted = facts.value.find(({ id }) => id === newId);
  return ok({
    ...{ before, after, bookBefore: book, bookAfter, position: positionAfter },
    paid: standing
      .filter(({ id }) => folded.value.paid.has(id))
      .map(({ id, paid }) => ({ transactionId: id, before: paid, after: paidBy(id) })),
    inserted: inserted ? { fact: inserted, paid: paidBy(newId) } : null,
  });
}

function changed(
  standing: readonly LoanTransaction[],
  change: Change,
  newId: string,
  { from, to }: { from: BusinessDate; to: BusinessDate },
): Result<Fact[], RecalculationRefusal> {
  const facts = standing.flatMap((one) => factOf(one) ?? []);
  if ('void' in change) {
    const left = facts.filter(({ id }) => id !== change.void);
    return left.length < facts.length ? ok(left) : refuse('no-such-transaction');
  }
  const { sourceId: _, ...insert } = change.insert;
  if (insert.on < from || insert.on > to) return refuse('day-out-of-range');
  const at = facts.findIndex(({ on }) => on > insert.on);
  return ok(facts.toSpliced(at === -1 ? facts.length : at, 0, { ...insert, id: newId }));
}

/** Undefined of what is no fact to fold: the payout, with which the loan begins, and what takes others back. */
function factOf({ id, type, effectiveOn: on, amountFen, via, mode, quotedFeeFen }: LoanTransaction): Fact | undefined {
  switch (type) {
    case 'disbursement':
    case 'reversal':
      return undefined;
    case 'write-off':
      return { kind: type, id, on };
    case 'refund':
    case 'recovery':
      return { kind: type, id, on, amountFen };
    case 'repayment':
      assert(via, 'a repayment says how it came');
      return { kind: type, id, on, amountFen, via };
    case 'early-repayment':
      assert(via && mode, 'an early repayment says how it came and what becomes of the rest');
      return { kind: type, id, on, amountFen, via, mode, feeFen: quotedFeeFen };
  }
}

/** As it stands in the rows, not as it would be folded. */
function figuresBefore({ loan, book, position }: BookOfLoan, standing: readonly LoanTransaction[]): Figures {
  const course = courseOf(standing.flatMap((one) => ({ fact: factOf(one) as Fact, paid: one.paid })));
  return {
    ...figuresOf(book, position.accruedFen, course),
    ...{ principalFen: loan.outstandingFen, writtenOffFen: loan.writtenOffFen },
  };
}

function courseOf(facts: readonly { fact: Fact; paid: Paid }[]): Course {
  return {
    penaltyFen: sum(facts.map(({ paid }) => paid.penaltyFen)),
    feeFen: sum(facts.map(({ paid }) => paid.feeFen)),
    receivedFen: facts.reduce((received, { fact }) => (received + receivedOf(fact)) as Fen, ZERO),
  };
}

function receivedOf(fact: Fact): number {
  if (fact.kind === 'write-off') return 0;
  return fact.kind === 'refund' ? -fact.amountFen : fact.amountFen;
}
