import { assert, ok, refuse, type CustomerId, type Result } from '@miaodai/values';
import { v7 as uuid } from 'uuid';
import type { Context } from '../../platform/context.ts';
import type { Vault } from '../../platform/crypto/vault.ts';
import { lockBooks, type Mode } from '../servicing/index.ts';
import { readQuote } from './early-quotes.store.ts';
import { endRequests, insertRequest, lockRequests, nextRequestNo, readRequest } from './early-requests.store.ts';
import { loanRefusal, outcomeOf, type EarlyRequest, type LoanRefusal } from './early.rules.ts';
import { isSettled } from './repayment.rules.ts';
import { loansWithOpen, repaymentsOf } from './repayments.store.ts';

type Refusal =
  'not-found' | 'quote-expired' | 'step-not-allowed' | 'repayment-open' | 'early-request-open' | LoanRefusal;

/** What was quoted is asked of an officer, who sets the day of the debit; that day counts its own interest. */
export async function requestEarlyRepayment(
  { tx, today, now }: Context,
  vault: Vault,
  { quoteId, customerId, mode }: { quoteId: string; customerId: CustomerId; mode: Mode },
): Promise<Result<EarlyRequest, Refusal>> {
  const quote = await readQuote(tx, quoteId);
  if (!quote || quote.customerId !== customerId) return refuse('not-found');
  const { loanId } = quote;
  const quoted = outcomeOf(quote, mode);
  if (!quoted || quote.approval !== 'officer') return refuse('step-not-allowed');
  const locked = (await lockBooks(tx, vault, [loanId])).get(loanId);
  assert(locked, 'a quote is for a loan');
  const { loan } = locked;
  const refused = loanRefusal(loan);
  if (refused) return refuse(refused);
  if (now > quote.expiresAt || loan.version !== quote.loanVersion) return refuse('quote-expired');
  if ((await loansWithOpen(tx, [loanId])).size > 0) return refuse('repayment-open');

  const id = uuid();
  const inserted = await insertRequest(tx, {
    ...{ id, no: await nextRequestNo(tx, today), loanId, loanNo: loan.no, customerId },
    ...{ productCode: loan.productCode, branchCode: loan.branchCode, mode, principalFen: quoted.principalFen },
    ...{ quoted, requestedAt: now },
  });
  if (!inserted) return refuse('early-request-open');
  const request = await readRequest(tx, id);
  assert(request, 'what was just written is there');
  return ok(request);
}

/** The customer takes it back: until its debit begins. */
export async function cancelEarlyRequest(
  { tx, now }: Context,
  { requestId, customerId }: { requestId: string; customerId: CustomerId },
): Promise<Result<EarlyRequest, 'not-found' | 'step-not-allowed'>> {
  const [request] = await lockRequests(tx, [requestId]);
  if (!request || request.customerId !== customerId) return refuse('not-found');
  if (request.state !== 'requested' && request.state !== 'approved') return refuse('step-not-allowed');
  const [latest] = await repaymentsOf(tx, { earlyRequestId: requestId }, { limit: 1 });
  if (latest && !isSettled(latest)) return refuse('step-not-allowed');
  await endRequests(tx, [requestId], 'cancelled', now);
  const cancelled = await readRequest(tx, requestId);
  assert(cancelled, 'a request stays');
  return ok(cancelled);
}
