import {
  assert,
  ok,
  refuse,
  type BusinessDate,
  type CustomerId,
  type Fen,
  type LoanId,
  type Result,
} from '@miaodai/values';
import { v7 as uuid } from 'uuid';
import { readProduct } from '../../bank/products/index.ts';
import { intendCall } from '../../integrations/external-calls/index.ts';
import type { Context } from '../../platform/context.ts';
import type { Vault } from '../../platform/crypto/vault.ts';
import { lockBooks, type LockedLoan, type Mode } from '../servicing/index.ts';
import { readQuote } from './early-quotes.store.ts';
import { loansWithRequest } from './early-requests.store.ts';
import { amountRefusal, loanRefusal, outcomeOf, type AmountRefusal, type LoanRefusal } from './early.rules.ts';
import { payableOn } from './payable.ts';
import { requestNoOf, type NewRepayment, type Repayment, type RepaymentId } from './repayment.rules.ts';
import { insertRepayments, readRepaymentRow } from './repayments.store.ts';

/** By this a repayment's call is told from every other call to the core. */
const REPAYMENT_OPERATION = 'repayment';

type Refusal = 'not-found' | 'repayment-open' | LoanRefusal;

/**
 * The customer's wish to pay, once password, state and balance have been looked at. What is owed is counted under the loan's lock. The
 * repayment, the call to come and the job commit together; sendRepayment follows. It counts as of today, however late the core answers.
 */
export async function requestRepayment(
  context: Context,
  vault: Vault,
  { loanId, customerId, amountFen }: { loanId: LoanId; customerId: CustomerId; amountFen: Fen },
  way: Way = BY_TRANSFER,
): Promise<Result<Repayment, Refusal | AmountRefusal>> {
  const locked = await lockOwn(context, vault, loanId, customerId);
  if (!locked.ok) return locked;
  const refused = amountRefusal(amountFen, payableOn(locked.value.book, context.today));
  if (refused) return refuse(refused);
  return begin(context, vault, locked.value, { amountFen, on: context.today, early: null }, way);
}

type QuoteRefusal = 'quote-expired' | 'step-not-allowed' | 'early-request-open';

/** As quoted, to the fen: of the day of the quote, also over a change of the business date; unless the loan has changed since. */
export async function requestQuoted(
  context: Context,
  vault: Vault,
  { quoteId, customerId, mode }: { quoteId: string; customerId: CustomerId; mode: Mode },
  way: Way = BY_TRANSFER,
): Promise<Result<Repayment, Refusal | QuoteRefusal>> {
  const { tx, now } = context;
  const quote = await readQuote(tx, quoteId);
  if (!quote || quote.customerId !== customerId) return refuse('not-found');
  const outcome = outcomeOf(quote, mode);
  if (!outcome || quote.approval !== 'none') return refuse('step-not-allowed');
  const locked = await lockOwn(context, vault, quote.loanId, customerId);
  if (!locked.ok) return locked;
  if (now > quote.expiresAt || locked.value.loan.version !== quote.loanVersion) return refuse('quote-expired');
  if ((await loansWithRequest(tx, [quote.loanId])).size > 0) return refuse('early-request-open');
  const { amountFen, feeFen } = outcome;
  const early = { mode, feeFen, quoteId, requestId: null };
  return begin(context, vault, locked.value, { amountFen, on: quote.on, early }, way);
}

/** Somebody else's loan is as if it did not exist. */
async function lockOwn(
  { tx }: Context,
  vault: Vault,
  loanId: LoanId,
  customerId: CustomerId,
): Promise<Result<LockedLoan, 'not-found' | LoanRefusal>> {
  const locked = (await lockBooks(tx, vault, [loanId])).get(loanId);
  if (!locked || locked.loan.customerId !== customerId) return refuse('not-found');
  const refused = loanRefusal(locked.loan);
  return refused ? refuse(refused) : ok(locked);
}

type Order = Pick<NewRepayment, 'amountFen' | 'early'> & { on: BusinessDate };

async function begin(
  context: Context,
  vault: Vault,
  locked: LockedLoan,
  order: Order,
  way: Way,
): Promise<Result<Repayment, 'repayment-open'>> {
  const begun = await beginRepayment(context, vault, locked, { ...order, via: way.via }, way.first);
  if (!begun) return refuse('repayment-open');
  const repayment = await readRepaymentRow(context.tx, begun);
  assert(repayment, 'what was just written is there');
  return ok(repayment);
}

/** How the money comes: what is begun with the repayment. */
export type Way = Pick<NewRepayment, 'via'> & {
  first(context: Context, vault: Vault, repayment: NewRepayment, locked: LockedLoan): Promise<void>;
};

const BY_TRANSFER: Way = {
  via: 'customer',
  async first({ tx, emit }, vault, { id, amountFen }, { accountNo }) {
    emit('repayment.requested', id);
    await intendCall(tx, {
      ...{ requestNo: requestNoOf(id), system: 'core-banking', operation: REPAYMENT_OPERATION, subject: id },
      requestHash: vault.index('transfer', `${accountNo}:${amountFen}`).toString('hex'),
    });
  },
};

/** @returns undefined where another repayment of the loan is under way. */
export async function beginRepayment(
  context: Context,
  vault: Vault,
  locked: LockedLoan,
  { amountFen, on, early, via }: Order & Pick<NewRepayment, 'via'>,
  first = BY_TRANSFER.first,
): Promise<RepaymentId | undefined> {
  const { tx, today, now } = context;
  const { loan } = locked;
  const product = await readProduct(tx, loan.productCode, loan.branchCode, today);
  assert(product, `${loan.productCode} is known`);
  const id = uuid() as RepaymentId;
  const repayment: NewRepayment = {
    ...{ id, loanId: loan.id, customerId: loan.customerId, via, batchId: null },
    ...{ amountFen, leastFen: amountFen, toAccountNo: product.fundingAccountNo },
    ...{ effectiveOn: on, early, requestedAt: now },
  };
  const written = await insertRepayments(tx, [repayment]);
  if (!written.has(id)) return undefined;
  await first(context, vault, repayment, locked);
  return id;
}
