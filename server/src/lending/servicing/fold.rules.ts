import { assert, plus, smaller, type BusinessDate, type Fen } from '@miaodai/values';
import { opened, outstanding, ownInterest, type Discount, type LoanBook, type LoanTerms } from './book.rules.ts';
import { repayEarly, type Mode } from './early.rules.ts';
import { NOTHING, pay, type Paid } from './pay.rules.ts';

/** How the money came. */
export type Via = 'debit' | 'customer' | 'deposit' | 'counter';
/** What happened to a loan, in the order of the days on which it takes effect. */
export type Fact =
  | { kind: 'repayment'; id: string; on: BusinessDate; amountFen: Fen; via: Via }
  | { kind: 'early-repayment'; id: string; on: BusinessDate; amountFen: Fen; via: Via; mode: Mode; feeFen: Fen }
  | { kind: 'refund'; id: string; on: BusinessDate; amountFen: Fen }
  | { kind: 'write-off'; id: string; on: BusinessDate }
  | { kind: 'recovery'; id: string; on: BusinessDate; amountFen: Fen };

export type Applied = { book: LoanBook; paid: Paid; replanned: boolean };

/** One fact more. */
export function apply(book: LoanBook, fact: Fact): Applied {
  const { on } = fact;
  switch (fact.kind) {
    case 'repayment':
      // An automatic debit takes what is due and no more; whoever pays by themselves may settle the running instalment too.
      return { ...pay(book, { on, amountFen: fact.amountFen, ahead: fact.via !== 'debit' }), replanned: false };
    case 'early-repayment':
      return repayEarly(book, fact);
    case 'refund':
      return {
        book: { ...book, surplusFen: (book.surplusFen - smaller(fact.amountFen, book.surplusFen)) as Fen },
        ...{ paid: NOTHING, replanned: false },
      };
    case 'write-off':
      return { book: writtenOff(book, on), paid: NOTHING, replanned: false };
    case 'recovery':
      return recovered(book, fact.amountFen);
  }
}

/** The loan after all its facts, from its first day; with what each of them paid. */
export function fold(
  terms: LoanTerms,
  discounts: readonly Discount[],
  facts: readonly Fact[],
): { book: LoanBook; paid: ReadonlyMap<string, Paid> } {
  let book = opened(terms, discounts);
  const paid = new Map<string, Paid>();
  for (const fact of facts) {
    const applied = apply(book, fact);
    book = applied.book;
    paid.set(fact.id, applied.paid);
  }
  return { book, paid };
}

function writtenOff(book: LoanBook, on: BusinessDate): LoanBook {
  const interest = book.rows
    .filter((row) => row.dueOn <= on && row.settledOn === null)
    .reduce((owed, row) => owed + ownInterest(row) - row.paidInterestFen, 0);
  return {
    ...book,
    writtenOff: { on, principalFen: outstanding(book), interestFen: interest as Fen, recoveredFen: 0 as Fen },
  };
}

/** Money for a loan that was written off: income, up to what was given up. */
function recovered(book: LoanBook, amountFen: Fen): Applied {
  const { writtenOff: given } = book;
  assert(given, 'only what was written off is recovered');
  const open = (given.principalFen + given.interestFen - given.recoveredFen) as Fen;
  const principalFen = smaller(amountFen, open);
  return {
    book: {
      ...book,
      writtenOff: { ...given, recoveredFen: plus(given.recoveredFen, principalFen) },
      surplusFen: (book.surplusFen + amountFen - principalFen) as Fen,
    },
    paid: { ...NOTHING, principalFen, surplusFen: (amountFen - principalFen) as Fen },
    replanned: false,
  };
}
