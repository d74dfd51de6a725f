import { yuanDisplay, type BusinessDate } from '@miaodai/values';
import { queueMessages } from '../../customer/messages/index.ts';
import type { Context, InTx } from '../../platform/context.ts';
import type { Vault } from '../../platform/crypto/vault.ts';
import type { Tx } from '../../platform/db/connect.ts';
import type { Job } from '../../platform/jobs/jobs.ts';
import { lockBooks, quoteEarly } from '../servicing/index.ts';
import { approvedOn, endRequests, lockApproved } from './early-requests.store.ts';
import type { EarlyRequest } from './early.rules.ts';
import { isSettled } from './repayment.rules.ts';
import { repaymentsOf } from './repayments.store.ts';
import { beginRepayment } from './request-repayment.ts';

/**
 * The next of what officers have approved for this day: debited as of it. Refused for want of money, it is tried again at the next hour of
 * that day; once the day is over and it was tried, it has failed. Before the automatic debits, which would take what is due by themselves.
 * @returns how many are debited, and from which request to go on; `null`: that was all.
 */
export async function collectEarlyChunk(
  context: Context,
  vault: Vault,
  { on, cursor, limit }: { on: BusinessDate; cursor: string | null; limit: number },
): Promise<{ done: number; cursor: string | null }> {
  const requests = await lockApproved(context.tx, { on, after: cursor, limit });
  let done = 0;
  for (const request of requests) if (await debitApprovedEarly(context, vault, request, on)) done += 1;
  return { done, cursor: requests.length < limit ? null : (requests.at(-1)?.id ?? null) };
}

/** @returns whether a debit has begun. */
async function debitApprovedEarly(
  context: Context,
  vault: Vault,
  request: EarlyRequest,
  on: BusinessDate,
): Promise<boolean> {
  const { tx, now } = context;
  const [latest] = await repaymentsOf(tx, { earlyRequestId: request.id }, { limit: 1 });
  if (latest && !isSettled(latest)) return false;
  const tooLate = latest !== undefined && request.debitOn !== null && request.debitOn < on;
  if (tooLate) return failed(context, vault, request);
  const locked = (await lockBooks(tx, vault, [request.loanId])).get(request.loanId);
  if (locked?.loan.state !== 'active') {
    await endRequests(tx, [request.id], 'cancelled', now);
    return false;
  }
  const { mode, principalFen } = request;
  const quote = quoteEarly(locked.book, { on, mode, principalFen });
  // Whoever was so late that all of it has fallen due simply pays.
  if (!quote) return failed(context, vault, request);
  const { amountFen, feeFen } = quote;
  const early = { mode, feeFen, quoteId: null, requestId: request.id };
  // Another repayment of the loan is under way: the next hour comes.
  return (await beginRepayment(context, vault, locked, { amountFen, on, early, via: 'debit' })) !== undefined;
}

async function failed(context: Context, vault: Vault, { id, loanId, loanNo, customerId, quoted }: EarlyRequest) {
  await endRequests(context.tx, [id], 'failed', context.now);
  const values = { loanNo, amount: yuanDisplay(quoted.amountFen) };
  await queueMessages(context, vault, [{ customerId, kind: 'early-debit-failed', values, about: { loanId } }]);
  return false;
}

/** What officers have approved for these days, in the order of ids, for whoever reminds the customers. */
export const approvedEarlyDue = (
  tx: Tx,
  asked: { days: readonly BusinessDate[]; after: string | null; limit: number },
): Promise<EarlyRequest[]> => approvedOn(tx, asked);

/** So many in one transaction. */
const SOME = 50;

/** Job, at the hours of debits: one chunk, and the next as another job; after the last one the automatic debits of the same run. */
export const collectEarlyOn = ({ inTx, vault }: { inTx: InTx; vault: Vault }, job: Job): Promise<void> =>
  inTx(async (context) => {
    const [runId = '', day = '', at = ''] = job.subject.split('/');
    const on = day as BusinessDate;
    const { cursor } = await collectEarlyChunk(context, vault, { on, cursor: at === '' ? null : at, limit: SOME });
    if (cursor === null) context.emit('debits.collect', `${runId}/${on}/`);
    else context.emit('early-debits.collect', `${runId}/${on}/${cursor}`);
    await job.completeIn(context.tx);
  });
