import { assert, secondsBetween } from '@miaodai/values';
import { closeCase, openCase } from '../../bank/cases/index.ts';
import { readSettings } from '../../bank/settings/index.ts';
import type { TransferReceipt } from '../../integrations/core-banking/port.ts';
import { inquiryPause, settleCall } from '../../integrations/external-calls/index.ts';
import { unknown, type Outcome } from '../../integrations/outcome.ts';
import type { Context, InTx } from '../../platform/context.ts';
import type { Vault } from '../../platform/crypto/vault.ts';
import type { Tx } from '../../platform/db/connect.ts';
import { together } from '../../platform/db/together.ts';
import type { Job } from '../../platform/jobs/jobs.ts';
import { isEnded, refundNoOf, type Correction, type CorrectionId } from './corrections.rules.ts';
import { lockCorrection, updateCorrection } from './corrections.store.ts';
import { recordCorrection } from './decide-correction.ts';

/** Waiting does not cure it: under our number the core has, or may have, moved other money than we ordered. */
export const OTHER_ORDER = 'the core knows our number for another order';

/**
 * The one place where the core's answer becomes a fact: paid, and the loan is folded anew; refused, and nothing of it has changed; unknown,
 * and it stays. Where a node that woke up late knows nothing and another has taken over, nothing is written, the job least of all.
 */
export async function settleRefund(
  { inTx, vault }: { inTx: InTx; vault: Vault },
  job: Job,
  attempt: number,
  answer: Outcome<TransferReceipt>,
): Promise<void> {
  const id = job.subject as CorrectionId;
  const outcome = aboutOurOrder(answer);
  const record = (tx: Tx) => together([lockCorrection(tx, id), settleCall(tx, refundNoOf(id), attempt, outcome)]);
  await inTx(async (context, [correction, counted]) => {
    assert(correction, 'what was sent is a correction');
    const ended = isEnded(correction.state);
    if (!ended && !counted) return;
    if (ended) await compare(context, correction, outcome);
    else await settle(context, vault, correction, attempt, outcome);
    await job.completeIn(context.tx);
  }, record);
}

/** The core refuses what it got under a number that it knows for something else; what it did with that is another question. */
const aboutOurOrder = (answer: Outcome<TransferReceipt>): Outcome<TransferReceipt> =>
  answer.is === 'refused' && answer.code === 'number-used-otherwise' ? unknown(OTHER_ORDER) : answer;

/** Two attempts met here: the first has settled it. That they disagree is for a person. */
async function compare(context: Context, correction: Correction, outcome: Outcome<TransferReceipt>): Promise<void> {
  const { state } = correction;
  if ((state === 'done' && outcome.is === 'refused') || (state === 'failed' && outcome.is === 'done'))
    await tellPerson(context, correction, `settled, and later ${outcome.is}`);
}

async function settle(
  context: Context,
  vault: Vault,
  correction: Correction,
  attempt: number,
  outcome: Outcome<TransferReceipt>,
): Promise<void> {
  const { tx, now } = context;
  if (outcome.is === 'unknown') return askAgain(context, correction, attempt, outcome.cause);
  if (attempt > 1) await closeCase(tx, 'refund-outcome-open', correction.id, now);
  if (outcome.is === 'refused')
    return updateCorrection(tx, correction.id, { state: 'failed', refusal_code: outcome.code, settled_at: now });
  const recorded = await recordCorrection(context, vault, correction, {
    core_serial_no: outcome.value.coreSerialNo,
  });
  // No other correction of the loan can have come between: it would be a second open one.
  assert(recorded, `${correction.id}: money that was paid back is a fact of the loan`);
}

const tellPerson = ({ tx, now }: Context, { id }: Correction, cause: string) =>
  openCase(tx, 'refund-outcome-open', id, cause, now);

/** It stays 'sent'; the next look comes after a growing pause, and at last a person is told. Nothing fails by age alone. */
async function askAgain(context: Context, correction: Correction, attempt: number, cause: string): Promise<void> {
  const settings = await readSettings(context.tx, context.today);
  const since = correction.publishedAt ?? correction.draftedAt;
  const tooLong = secondsBetween(since, context.now) >= settings.openOutcomeCaseSeconds;
  if (tooLong || cause === OTHER_ORDER) await tellPerson(context, correction, cause);
  const afterSeconds = inquiryPause(attempt, settings.inquiryFirstSeconds, settings.inquiryMaxSeconds);
  context.emit('refund.requested', correction.id, { afterSeconds });
}
