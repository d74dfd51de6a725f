import { readSettings } from '../bank/settings/index.ts';
import { CUSTOMER_CALLS } from '../customer/lifecycle.ts';
import { openCallsAfter, quietCalls } from '../integrations/external-calls/index.ts';
import type { Context, InTx } from '../platform/context.ts';
import type { Job } from '../platform/jobs/jobs.ts';

/** Whose open calls bring which work back, by system and operation. */
const WORK: Readonly<Record<string, string>> = {
  ...CUSTOMER_CALLS,
  'certificate-authority/issue': 'contract.agreed',
  'core-banking/transfer': 'disbursement.requested',
  'core-banking/repayment': 'repayment.requested',
  'core-banking/refund': 'refund.requested',
  'core-banking/batch-debit': 'debit-batch.requested',
  'core-banking/deposit-repayment': 'deposit-repayment.leg-begun',
  'credit-bureau/report': 'application.submitted',
  'big-data/assess': 'application.submitted',
  'mail/send': 'contract-copy.requested',
};
/** So many at a time; the rest in the next minute. */
const BATCH = 200;

/**
 * Job, by the clock: an open call is asked about at least every so often, for as long as it is open. One that nobody has touched for
 * twice that time has lost its job (given up, or restored away): its work is put in the queue again.
 */
export const takeUpAgain = ({ inTx }: { inTx: InTx }, job: Job): Promise<void> =>
  inTx(async ({ tx, today, emit }) => {
    const { inquiryMaxSeconds, mailRetryMaxSeconds } = await readSettings(tx, today);
    for (const [call, queue] of Object.entries(WORK)) {
      const [system = '', operation = ''] = call.split('/');
      const longest = system === 'mail' ? mailRetryMaxSeconds : inquiryMaxSeconds;
      const quiet = await quietCalls(tx, { system, operation }, 2 * longest, BATCH);
      for (const subject of quiet) emit(queue, subject);
    }
    await job.completeIn(tx);
  });

/** Step of day end: whatever is open is asked about now, whenever it would have been its turn; the jobs go their way by themselves. */
export async function askAllAgain(
  { tx, emit }: Context,
  { cursor, limit }: { cursor: string | null; limit: number },
): Promise<{ done: number; cursor: string | null }> {
  const calls = await openCallsAfter(tx, { after: cursor ?? '', limit });
  for (const { system, operation, subject } of calls) {
    const queue = WORK[`${system}/${operation}`];
    if (queue !== undefined) emit(queue, subject);
  }
  return { done: calls.length, cursor: calls.length < limit ? null : (calls.at(-1)?.requestNo ?? null) };
}
