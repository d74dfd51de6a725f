import { assert, minus, secondsBetween, yuanDisplay, type DisbursementId } from '@miaodai/values';
import { closeCase, openCase } from '../../bank/cases/index.ts';
import { readSettings } from '../../bank/settings/index.ts';
import { queueMessage } from '../../customer/messages/index.ts';
import type { TransferReceipt } from '../../integrations/core-banking/port.ts';
import { settleCall } from '../../integrations/external-calls/index.ts';
import { unknown, type Outcome } from '../../integrations/outcome.ts';
import { post } from '../../ledger/index.ts';
import type { Context } from '../../platform/context.ts';
import type { Vault } from '../../platform/crypto/vault.ts';
import { payoutPaid, payoutRefused } from '../accounting.ts';
import { lockApplication, moveTo } from '../application/index.ts';
import { inquiryPause, isSettled, OTHER_ORDER, type Disbursement } from './disbursement.rules.ts';
import { lockDisbursement, markPaid, markRefused } from './disbursement.store.ts';

/**
 * The one place where an outcome becomes a fact: from the reply, from an inquiry, from a node that woke up late.
 * @returns false where the attempt knows nothing and another has taken over: nothing was written.
 */
export async function settleDisbursement(
  context: Context,
  vault: Vault,
  id: DisbursementId,
  attempt: number,
  answer: Outcome<TransferReceipt>,
): Promise<boolean> {
  const disbursement = await lockDisbursement(context.tx, vault, id);
  const outcome = aboutOurOrder(answer);
  if (isSettled(disbursement.state)) {
    // Two attempts met here: the first has settled it. That they disagree is for a person.
    if (contradicts(disbursement, outcome)) await tellPerson(context, disbursement, `settled, and later ${outcome.is}`);
    return true;
  }
  if (!(await settleCall(context.tx, disbursement.transferNo, attempt, outcome))) return false;

  if (outcome.is === 'unknown') await askAgain(context, disbursement, attempt, outcome.cause);
  // The first attempt opens no case, so it has none to close.
  else if (attempt > 1) await closeCase(context.tx, 'payout-outcome-open', id, context.now);
  if (outcome.is === 'refused') await refused(context, vault, disbursement, outcome.code);
  if (outcome.is === 'done') await paid(context, vault, disbursement, outcome.value);
  return true;
}

/** The core refuses what it got under a number that it knows for something else; what it did with that is another question. */
const aboutOurOrder = (answer: Outcome<TransferReceipt>): Outcome<TransferReceipt> =>
  answer.is === 'refused' && answer.code === 'number-used-otherwise' ? unknown(OTHER_ORDER) : answer;

const contradicts = ({ state }: Disbursement, outcome: Outcome<TransferReceipt>): boolean =>
  (state === 'paid' && outcome.is === 'refused') || (state === 'refused' && outcome.is === 'done');

const tellPerson = ({ tx, now }: Context, { id }: Disbursement, cause: string) =>
  openCase(tx, 'payout-outcome-open', id, cause, now);

async function paid(
  context: Context,
  vault: Vault,
  disbursement: Disbursement,
  receipt: TransferReceipt,
): Promise<void> {
  const { tx, today, now, emit } = context;
  const { id, applicationId, loanId, amountFen: amount, limitFen } = disbursement;
  await markPaid(tx, id, receipt, now);
  // Booked on today's books; interest runs from the day on which the core booked.
  await post(tx, payoutPaid({ id, applicationId, loanId, amount, unused: minus(limitFen, amount) }, today));
  await emit('disbursement.paid', id);
}

async function refused(context: Context, vault: Vault, disbursement: Disbursement, code: string): Promise<void> {
  const { tx, today, now } = context;
  const { id, applicationId, customerId, amountFen } = disbursement;
  await markRefused(tx, id, code, now);
  await post(tx, payoutRefused(id, applicationId, amountFen, today));
  const application = await lockApplication(tx, vault, applicationId);
  assert(application, 'what is paid out has an application');
  await moveTo(context, vault, application, 'confirm');
  await queueMessage(context, vault, { customerId, kind: 'payout-refused' }, { amount: yuanDisplay(amountFen) });
}

/** It stays 'sent'; the next look comes after a growing pause, and at last a person is told. Nothing fails by age alone. */
async function askAgain(context: Context, disbursement: Disbursement, attempt: number, cause: string): Promise<void> {
  const settings = await readSettings(context.tx, context.today);
  const tooLong = secondsBetween(disbursement.requestedAt, context.now) >= settings.openOutcomeCaseSeconds;
  if (tooLong || cause === OTHER_ORDER) await tellPerson(context, disbursement, cause);
  const afterSeconds = inquiryPause(attempt, settings.inquiryFirstSeconds, settings.inquiryMaxSeconds);
  await context.emit('disbursement.requested', disbursement.id, { afterSeconds });
}
