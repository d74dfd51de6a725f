import { assert, minus, secondsBetween, yuanDisplay, type DisbursementId } from '@miaodai/values';
import { closeCase, openCase } from '../../bank/cases/index.ts';
import { readSettings } from '../../bank/settings/index.ts';
import { queueMessage } from '../../customer/messages/index.ts';
import type { TransferReceipt } from '../../integrations/core-banking/port.ts';
import { inquiryPause, settleCall } from '../../integrations/external-calls/index.ts';
import { unknown, type Outcome } from '../../integrations/outcome.ts';
import { post } from '../../ledger/index.ts';
import type { Context, InTx } from '../../platform/context.ts';
import type { Vault } from '../../platform/crypto/vault.ts';
import type { Tx } from '../../platform/db/connect.ts';
import { together } from '../../platform/db/together.ts';
import type { Job } from '../../platform/jobs/jobs.ts';
import { payoutPaid, payoutRefused as refusedInBooks } from '../accounting.ts';
import { lockApplication, moveTo } from '../application/index.ts';
import { lockContract } from '../contract/index.ts';
import { payoutRefused } from '../review/index.ts';
import { isSettled, OTHER_ORDER, transferNoOf, type Disbursement } from './disbursement.rules.ts';
import { lockDisbursement, markPaid, markRefused } from './disbursement.store.ts';

type Needs = { inTx: InTx; vault: Vault };

/**
 * The one place where an outcome becomes a fact: from the reply, from an inquiry, from a node that woke up late. Where that node knows
 * nothing and another has taken over, nothing is written, the job least of all: it is all that keeps the payout moving.
 */
export async function settleDisbursement(
  { inTx, vault }: Needs,
  job: Job,
  attempt: number,
  answer: Outcome<TransferReceipt>,
): Promise<void> {
  const id = job.subject as DisbursementId;
  const outcome = aboutOurOrder(answer);
  const record = (tx: Tx) =>
    together([lockDisbursement(tx, vault, id), settleCall(tx, transferNoOf(id), attempt, outcome)]);
  await inTx(async (context, [disbursement, counted]) => {
    const settled = isSettled(disbursement.state);
    if (!settled && !counted) return;
    const follow = settled
      ? compare(context, disbursement, outcome)
      : settle(context, vault, disbursement, attempt, outcome);
    await together([follow, job.completeIn(context.tx)]);
  }, record);
}

/** Two attempts met here: the first has settled it. That they disagree is for a person. */
async function compare(context: Context, disbursement: Disbursement, outcome: Outcome<TransferReceipt>): Promise<void> {
  if (contradicts(disbursement, outcome)) await tellPerson(context, disbursement, `settled, and later ${outcome.is}`);
}

async function settle(
  context: Context,
  vault: Vault,
  disbursement: Disbursement,
  attempt: number,
  outcome: Outcome<TransferReceipt>,
): Promise<void> {
  if (outcome.is === 'unknown') return askAgain(context, disbursement, attempt, outcome.cause);
  // The first attempt opens no case, so it has none to close.
  if (attempt > 1) await closeCase(context.tx, 'payout-outcome-open', disbursement.id, context.now);
  if (outcome.is === 'refused') await refused(context, vault, disbursement, outcome.code);
  else await paid(context, disbursement, outcome.value);
}

/** The core refuses what it got under a number that it knows for something else; what it did with that is another question. */
const aboutOurOrder = (answer: Outcome<TransferReceipt>): Outcome<TransferReceipt> =>
  answer.is === 'refused' && answer.code === 'number-used-otherwise' ? unknown(OTHER_ORDER) : answer;

const contradicts = ({ state }: Disbursement, outcome: Outcome<TransferReceipt>): boolean =>
  (state === 'paid' && outcome.is === 'refused') || (state === 'refused' && outcome.is === 'done');

const tellPerson = ({ tx, now }: Context, { id }: Disbursement, cause: string) =>
  openCase(tx, 'payout-outcome-open', id, cause, now);

async function paid(context: Context, disbursement: Disbursement, receipt: TransferReceipt): Promise<void> {
  const { tx, today, now, emit } = context;
  const { id, applicationId, loanId, amountFen: amount, limitFen } = disbursement;
  emit('disbursement.paid', id);
  await together([
    markPaid(tx, id, receipt, now),
    // Booked on today's books; interest runs from the day on which the core booked.
    post(tx, payoutPaid({ id, applicationId, loanId, amount, unused: minus(limitFen, amount) }, today)),
  ]);
}

async function refused(context: Context, vault: Vault, disbursement: Disbursement, code: string): Promise<void> {
  const { tx, today, now } = context;
  const { id, applicationId, customerId, amountFen } = disbursement;
  await markRefused(tx, id, code, now);
  await post(tx, refusedInBooks(id, applicationId, amountFen, today));
  const application = await lockApplication(tx, vault, applicationId);
  assert(application, 'what is paid out has an application');
  const contract = await lockContract(tx, vault, disbursement.contractId);
  assert(contract, 'what is paid out has a contract');
  await moveTo(context, vault, application, contract.signedOffline ? 'offline-contract' : 'confirm');
  if (contract.signedOffline) await payoutRefused(context, vault, applicationId);
  await queueMessage(context, vault, { customerId, kind: 'payout-refused' }, { amount: yuanDisplay(amountFen) });
}

/** It stays 'sent'; the next look comes after a growing pause, and at last a person is told. Nothing fails by age alone. */
async function askAgain(context: Context, disbursement: Disbursement, attempt: number, cause: string): Promise<void> {
  const settings = await readSettings(context.tx, context.today);
  const tooLong = secondsBetween(disbursement.requestedAt, context.now) >= settings.openOutcomeCaseSeconds;
  if (tooLong || cause === OTHER_ORDER) await tellPerson(context, disbursement, cause);
  const afterSeconds = inquiryPause(attempt, settings.inquiryFirstSeconds, settings.inquiryMaxSeconds);
  context.emit('disbursement.requested', disbursement.id, { afterSeconds });
}
