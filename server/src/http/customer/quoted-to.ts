import { ok, refuse, type CustomerId, type Fen, type Result } from '@miaodai/values';
import { loanRefusal, openRepaymentOf, outcomeOf, readQuote, type EarlyQuote } from '../../lending/repayment/index.ts';
import { readBook, type BookOfLoan, type Mode } from '../../lending/servicing/index.ts';
import type { Needs } from './needs.ts';

/** What stands between a loan and any repayment of it. */
export async function hindranceTo({ db }: Needs, { loan }: BookOfLoan) {
  const refused = loanRefusal(loan);
  if (refused) return refused;
  return (await openRepaymentOf(db, loan.id)) ? 'repayment-open' : undefined;
}

type Wish = { quoteId: string; customerId: CustomerId; mode: Mode };
type QuoteRefusal =
  'not-found' | 'step-not-allowed' | 'quote-expired' | NonNullable<Awaited<ReturnType<typeof hindranceTo>>>;

/** What is held against a quote before a password is asked for; looked at again under the loan's lock. */
export async function quotedTo(
  needs: Needs,
  { quoteId, customerId, mode }: Wish,
  approval: EarlyQuote['approval'],
): Promise<Result<{ found: BookOfLoan; amountFen: Fen }, QuoteRefusal>> {
  const quote = await readQuote(needs.db, quoteId);
  const found = quote?.customerId === customerId ? await readBook(needs.db, quote.loanId) : undefined;
  if (!quote || !found) return refuse('not-found');
  const outcome = outcomeOf(quote, mode);
  if (!outcome || quote.approval !== approval) return refuse('step-not-allowed');
  const hindered = await hindranceTo(needs, found);
  if (hindered) return refuse(hindered);
  const expired = needs.clock.now() > quote.expiresAt || found.loan.version !== quote.loanVersion;
  return expired ? refuse('quote-expired') : ok({ found, amountFen: outcome.amountFen });
}
