import {
  addSeconds,
  assert,
  ok,
  refuse,
  ZERO,
  type BusinessDate,
  type CustomerId,
  type Fen,
  type LoanId,
  type Result,
} from '@miaodai/values';
import { v7 as uuid } from 'uuid';
import { readProduct, type Product } from '../../bank/products/index.ts';
import type { Context } from '../../platform/context.ts';
import type { Db, Tx } from '../../platform/db/connect.ts';
import { readBook, runningOn, type BookOfLoan, type EarlyQuote as Quote } from '../servicing/index.ts';
import { insertQuote } from './early-quotes.store.ts';
import { loansWithRequest } from './early-requests.store.ts';
import { figuresOf, loanRefusal, principalRefusal, type EarlyQuote, type LoanRefusal } from './early.rules.ts';
import { earlyRefusal, quotesOf, type EarlyRefusal } from './payable.ts';
import { loansWithOpen } from './repayments.store.ts';

export type Quoted = { quote: EarlyQuote; outcomes: readonly Quote[]; before: BookOfLoan };
type Refusal = 'not-found' | 'repayment-open' | 'early-request-open' | LoanRefusal | EarlyRefusal;
type AmountRefusal = 'repayment-below-minimum' | 'repayment-not-a-multiple' | 'repayment-above-owed';

/** What repaying so much principal early would cost today, or all of it; kept as it was shown, with the loan's version. */
export async function quoteEarlyRepayment(
  { tx, today, now }: Context,
  { loanId, customerId, principalFen }: { loanId: LoanId; customerId: CustomerId; principalFen: Fen | null },
): Promise<Result<Quoted, Refusal | AmountRefusal>> {
  const before = await readBook(tx, loanId);
  if (!before || before.loan.customerId !== customerId) return refuse('not-found');
  const { loan, book } = before;
  const terms = (await productOf(tx, loan, today)).earlyRepayment;
  const refused = await mayRepayEarly(tx, before, terms, today);
  if (refused) return refuse(refused);
  const leftFen = runningOn(book, today)?.openingFen ?? ZERO;
  const wrong = principalFen === null ? undefined : principalRefusal(principalFen, leftFen, terms);
  if (wrong) return refuse(wrong[0], { [wrong[0]]: wrong[1] });
  const outcomes = quotesOf(book, today, principalFen);
  const quote: EarlyQuote = {
    ...{ id: uuid(), loanId, customerId, loanVersion: loan.version, on: today, principalFen },
    ...{ approval: terms.approval, outcomes: outcomes.map(figuresOf) },
    ...{ quotedAt: now, expiresAt: addSeconds(now, terms.quoteSeconds) },
  };
  await insertQuote(tx, quote);
  return ok({ quote, outcomes, before });
}

/** What stands between a loan and its early repayment now; the amount apart. */
export async function mayRepayEarly(
  tx: Tx | Db,
  { loan, book }: BookOfLoan,
  terms: Product['earlyRepayment'],
  today: BusinessDate,
): Promise<Exclude<Refusal, 'not-found'> | undefined> {
  const refused = loanRefusal(loan) ?? earlyRefusal(book, terms, today);
  if (refused) return refused;
  const open = await loansWithOpen(tx, [loan.id]);
  const asked = await loansWithRequest(tx, [loan.id]);
  if (open.has(loan.id)) return 'repayment-open';
  return asked.has(loan.id) ? 'early-request-open' : undefined;
}

/** As the loan's branch has it today. */
export async function productOf(tx: Tx | Db, loan: BookOfLoan['loan'], on: BusinessDate): Promise<Product> {
  const product = await readProduct(tx, loan.productCode, loan.branchCode, on);
  assert(product, `${loan.productCode} is known`);
  return product;
}
