import { readSettings } from '../bank/settings/index.ts';
import { quietCalls } from '../integrations/external-calls/index.ts';
import type { InTx } from '../platform/context.ts';
import type { Job } from '../platform/jobs/jobs.ts';

/** Whose open calls bring which work back. */
const WORK: Readonly<Record<string, string>> = {
  'core-banking': 'disbursement.requested',
  'credit-bureau': 'application.submitted',
  'big-data': 'application.submitted',
};
/** So many at a time; the rest in the next minute. */
const BATCH = 200;

/**
 * Job, by the clock: an open call is asked about at least every so often, for as long as it is open. One that nobody has touched for
 * twice that time has lost its job (given up, or restored away): its work is put in the queue again.
 */
export const takeUpAgain = ({ inTx }: { inTx: InTx }, job: Job): Promise<void> =>
  inTx(async ({ tx, today, emit }) => {
    const { inquiryMaxSeconds } = await readSettings(tx, today);
    for (const [system, queue] of Object.entries(WORK)) {
      for (const subject of await quietCalls(tx, system, 2 * inquiryMaxSeconds, BATCH)) emit(queue, subject);
    }
    await job.completeIn(tx);
  });
