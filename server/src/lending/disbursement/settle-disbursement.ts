import { assert, minus, secondsBetween, yuanDisplay, type DisbursementId } from '@miaodai/values';
import { openCase } from '../../bank/cases/index.ts';
import { readSettings } from '../../bank/settings/index.ts';
import { queueMessage } from '../../customer/messages/index.ts';
import type { TransferReceipt } from '../../integrations/core-banking/port.ts';
import { settleCall } from '../../integrations/external-calls/index.ts';
import type { Outcome } from '../../integrations/outcome.ts';
import { post } from '../../ledger/index.ts';
import type { Context } from '../../platform/context.ts';
import type { Vault } from '../../platform/crypto/vault.ts';
import { payoutPaid, payoutRefused } from '../accounting.ts';
import { lockApplication, moveTo } from '../application/index.ts';
import { inquiryPause, isSettled, type Disbursement } from './disbursement.rules.ts';
import { lockDisbursement, markPaid, markRefused } from './disbursement.store.ts';

/** The one place where an outcome becomes a fact: from the reply, from an inquiry, from a node that woke up late. */
export async function settleDisbursement(
  context: Context,
  vault: Vault,
  id: DisbursementId,
  attempt: number,
  outcome: Outcome<TransferReceipt>,
): Promise<void> {
  const disbursement = await lockDisbursement(context.tx, vault, id);
  if (isSettled(disbursement.state)) return; // Two attempts met here: the first has settled it.
  await settleCall(context.tx, disbursement.transferNo, attempt, outcome);

  switch (outcome.is) {
    case 'unknown':
      return askAgain(context, disbursement, attempt, outcome.cause);
    case 'refused':
      return refused(context, vault, disbursement, outcome.code);
    case 'done':
      return paid(context, vault, disbursement, outcome.value);
  }
}

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
  if (secondsBetween(disbursement.requestedAt, context.now) >= settings.openOutcomeCaseSeconds) {
    await openCase(context.tx, 'payout-outcome-open', disbursement.id, cause, context.now);
  }
  const afterSeconds = inquiryPause(attempt, settings.inquiryFirstSeconds, settings.inquiryMaxSeconds);
  await context.emit('disbursement.requested', disbursement.id, { afterSeconds });
}
