import { secondsBetween } from '@miaodai/values';
import { closeCase, openCase } from '../../bank/cases/index.ts';
import { readSettings } from '../../bank/settings/index.ts';
import type { DebitResult } from '../../integrations/core-banking/port.ts';
import { inquiryPause, settleCall } from '../../integrations/external-calls/index.ts';
import type { Outcome } from '../../integrations/outcome.ts';
import type { Context, InTx } from '../../platform/context.ts';
import type { Vault } from '../../platform/crypto/vault.ts';
import type { Job } from '../../platform/jobs/jobs.ts';
import { lockBatch, settleBatch } from './debit-batches.store.ts';
import { MOST_ITEMS, outcomeOfBatch, sortResults, type DebitBatch, type Sorted } from './debit.rules.ts';
import { repaymentsOf } from './repayments.store.ts';
import { settleRepayments } from './settle-repayments.ts';

type Needs = { inTx: InTx; vault: Vault };
type Batch = DebitBatch & { madeAt: Parameters<typeof secondsBetween>[0] };

/**
 * What became of the items, from whoever learnt it; each becomes a fact by `settleRepayments`, all that are known in one transaction. What is
 * final counts whoever brings it. Where an attempt that was overtaken leaves some open, the job stays: it is all that keeps them moving.
 */
export async function settleDebitBatch(
  { inTx, vault }: Needs,
  job: Job,
  attempt: number,
  answer: Outcome<DebitResult[]>,
): Promise<void> {
  const id = job.subject;
  await inTx(async (context) => {
    const { tx, now } = context;
    // Whoever settles items of a batch has the batch, so that these stand as they are read.
    const batch = await lockBatch(tx, id);
    const repayments = await repaymentsOf(tx, { batchId: id }, { limit: MOST_ITEMS });
    const sorted = sortResults(repayments, answer.is === 'done' ? answer.value : []);
    if (sorted.ends.length > 0) await settleRepayments(context, vault, sorted.ends);
    await tellPerson(context, sorted);
    const counted = await settleCall(tx, batch.batchNo, attempt, outcomeOfBatch(sorted.stillOpen, answer));
    if (sorted.stillOpen === 0) {
      await settleBatch(tx, id, now);
      // The first attempt opens no case, so it has none to close.
      if (attempt > 1) await closeCase(tx, 'debit-outcome-open', id, now);
    } else if (counted) await askAgain(context, batch, attempt, sorted.stillOpen);
    else return;
    await job.completeIn(tx);
  });
}

/** Two attempts said different things of one item, or the core has our number for another order: waiting cures neither. */
async function tellPerson({ tx, now }: Context, { contradictions, strange }: Sorted): Promise<void> {
  for (const { id, requestNo, state } of contradictions)
    await openCase(tx, 'debit-outcome-open', id, `${requestNo} was ${state}, and later otherwise`, now);
  for (const { id, requestNo } of strange)
    await openCase(tx, 'debit-outcome-open', id, `the core knows ${requestNo} for another order`, now);
}

/** They stay 'sent'; the next look comes after a growing pause, and at last a person is told. Nothing fails by age alone. */
async function askAgain({ tx, today, now, emit }: Context, batch: Batch, attempt: number, open: number): Promise<void> {
  const settings = await readSettings(tx, today);
  const tooLong = secondsBetween(batch.madeAt, now) >= settings.openOutcomeCaseSeconds;
  if (tooLong) await openCase(tx, 'debit-outcome-open', batch.id, `${open} debits open`, now);
  const afterSeconds = inquiryPause(attempt, settings.inquiryFirstSeconds, settings.inquiryMaxSeconds);
  emit('debit-batch.requested', batch.id, { afterSeconds });
}
