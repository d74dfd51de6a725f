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
import {
  contradicts,
  isSettled,
  OTHER_ORDER,
  requestNoOf,
  type Repayment,
  type RepaymentEnd,
  type RepaymentId,
} from './repayment.rules.ts';
import { lockRepayments } from './repayments.store.ts';
import { settleRepayments } from './settle-repayments.ts';

type Needs = { inTx: InTx; vault: Vault };

/**
 * What one transfer led to: from the reply, from an inquiry, from a node that woke up late. Where that node knows nothing and another has
 * taken over, nothing is written, the job least of all: it is all that keeps the repayment moving.
 */
export async function settleRepayment(
  { inTx, vault }: Needs,
  job: Job,
  attempt: number,
  answer: Outcome<TransferReceipt>,
): Promise<void> {
  const id = job.subject as RepaymentId;
  const outcome = aboutOurOrder(answer);
  const record = (tx: Tx) => together([lockRepayments(tx, [id]), settleCall(tx, requestNoOf(id), attempt, outcome)]);
  await inTx(async (context, [found, counted]) => {
    const repayment = found.get(id);
    assert(repayment, 'what is settled was requested');
    const settled = isSettled(repayment);
    if (!settled && !counted) return;
    if (outcome.is === 'unknown') {
      if (!settled) await askAgain(context, repayment, attempt, outcome.cause);
    } else await settle(context, vault, repayment, attempt, endOf(outcome));
    await job.completeIn(context.tx);
  }, record);
}

type Final = Exclude<Outcome<TransferReceipt>, { is: 'unknown' }>;
const endOf = (outcome: Final): RepaymentEnd =>
  outcome.is === 'refused'
    ? { is: 'refused', code: outcome.code }
    : {
        ...{ is: 'booked', bookedFen: outcome.value.amountFen, bookedOn: outcome.value.bookedOn },
        coreSerialNo: outcome.value.coreSerialNo,
      };

async function settle(
  context: Context,
  vault: Vault,
  repayment: Repayment,
  attempt: number,
  end: RepaymentEnd,
): Promise<void> {
  // Two attempts met here: the first has settled it. That they disagree is for a person.
  if (isSettled(repayment)) {
    if (contradicts(repayment, end)) await tellPerson(context, repayment, `${repayment.state}, and later ${end.is}`);
    return;
  }
  // The first attempt opens no case, so it has none to close.
  if (attempt > 1) await closeCase(context.tx, 'repayment-outcome-open', repayment.id, context.now);
  await settleRepayments(context, vault, [{ repaymentId: repayment.id, outcome: end }]);
}

/** The core refuses what it got under a number that it knows for something else; what it did with that is another question. */
const aboutOurOrder = (answer: Outcome<TransferReceipt>): Outcome<TransferReceipt> =>
  answer.is === 'refused' && answer.code === 'number-used-otherwise' ? unknown(OTHER_ORDER) : answer;

const tellPerson = ({ tx, now }: Context, { id }: Repayment, cause: string) =>
  openCase(tx, 'repayment-outcome-open', id, cause, now);

/** It stays 'sent'; the next look comes after a growing pause, and at last a person is told. Nothing fails by age alone. */
async function askAgain(context: Context, repayment: Repayment, attempt: number, cause: string): Promise<void> {
  const settings = await readSettings(context.tx, context.today);
  const tooLong = secondsBetween(repayment.requestedAt, context.now) >= settings.openOutcomeCaseSeconds;
  if (tooLong || cause === OTHER_ORDER) await tellPerson(context, repayment, cause);
  const afterSeconds = inquiryPause(attempt, settings.inquiryFirstSeconds, settings.inquiryMaxSeconds);
  context.emit('repayment.requested', repayment.id, { afterSeconds });
}
