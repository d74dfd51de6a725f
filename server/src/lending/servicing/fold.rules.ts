import {
  assert,
  minus,
  ok,
  plus,
  refuse,
  smaller,
  sum,
  type BusinessDate,
  type Fen,
  type Result,
} from '@miaodai/values';
import { opened, outstanding, ownInterest, type Discount, type LoanBook, type LoanTerms } from './book.rules.ts';
import { repayEarly, type Mode } from './early.rules.ts';
import { NOTHING, pay, type Paid } from './pay.rules.ts';

/** How the money came. */
export type Via = 'debit' | 'customer' | 'deposit' | 'counter';
/** What happened to a loan. */
export type Fact =
  | { kind: 'repayment'; id: string; on: BusinessDate; amountFen: Fen; via: Via }
  | { kind: 'early-repayment'; id: string; on: BusinessDate; amountFen: Fen; via: Via; mode: Mode; feeFen: Fen }
  | { kind: 'refund'; id: string; on: BusinessDate; amountFen: Fen }
  | { kind: 'write-off'; id: string; on: BusinessDate }
  | { kind: 'recovery'; id: string; on: BusinessDate; amountFen: Fen };

export type Applied = { book: LoanBook; paid: Paid; replanned: boolean };

/** One fact more; `misplaced` says which may not follow. Money for a loan that was written off is recovered, whatever it was meant for. */
export function apply(book: LoanBook, fact: Fact): Applied {
  const { on } = fact;
  switch (fact.kind) {
    case 'repayment':
      if (book.writtenOff) return recovered(book, fact.amountFen);
      // An automatic debit takes what is due and no more; whoever pays by themselves may settle the running instalment too.
      return { ...pay(book, { on, amountFen: fact.amountFen, ahead: fact.via !== 'debit' }), replanned: false };
    case 'early-repayment':
      return book.writtenOff ? recovered(book, fact.amountFen) : repayEarly(book, fact);
    case 'refund':
      return { book: { ...book, surplusFen: minus(book.surplusFen, fact.amountFen) }, paid: NOTHING, replanned: false };
    case 'write-off':
      return { book: writtenOff(book, on), paid: NOTHING, replanned: false };
    case 'recovery':
      return recovered(book, fact.amountFen);
  }
}

export type Misplaced = 'refund-not-covered' | 'not-written-off' | 'written-off';

/** Why a fact cannot follow upon what was before it. */
export function misplaced(book: LoanBook, fact: Fact): Misplaced | undefined {
  if (fact.kind === 'refund' && fact.amountFen > book.surplusFen) return 'refund-not-covered';
  if (fact.kind === 'recovery' && !book.writtenOff) return 'not-written-off';
  if (fact.kind === 'write-off' && book.writtenOff) return 'written-off';
  return undefined;
}

/**
 * The loan after all its facts, from its first day, with what each of them paid. The facts are in the order of the days on which they take
 * effect, those of one day in the order in which they were recorded.
 */
export function fold(
  terms: LoanTerms,
  discounts: readonly Discount[],
  facts: readonly Fact[],
): Result<{ book: LoanBook; paid: ReadonlyMap<string, Paid> }, Misplaced> {
  let book = opened(terms, discounts);
  const paid = new Map<string, Paid>();
  for (const fact of facts) {
    const problem = misplaced(book, fact);
    if (problem) return refuse(problem);
    const applied = apply(book, fact);
    book = applied.book;
    paid.set(fact.id, applied.paid);
  }
  return ok({ book, paid });
}

function writtenOff(book: LoanBook, on: BusinessDate): LoanBook {
  const due = book.rows.filter((row) => row.dueOn <= on && row.settledOn === null);
  const interestFen = sum(due.map((row) => minus(ownInterest(row), row.paidInterestFen)));
  return { ...book, writtenOff: { on, principalFen: outstanding(book), interestFen, recoveredFen: 0 as Fen } };
}

/** Money for a loan that was written off: makes up for the loss, up to what was given up. */
function recovered(book: LoanBook, amountFen: Fen): Applied {
  const { writtenOff: given } = book;
  assert(given, 'only what was written off is recovered');
  const open = minus(plus(given.principalFen, given.interestFen), given.recoveredFen);
  const principalFen = smaller(amountFen, open);
  const surplusFen = minus(amountFen, principalFen);
  return {
    book: {
      ...book,
      writtenOff: { ...given, recoveredFen: plus(given.recoveredFen, principalFen) },
      surplusFen: plus(book.surplusFen, surplusFen),
    },
    paid: { ...NOTHING, principalFen, surplusFen },
    replanned: false,
  };
}
