import { mask, secondsBetween } from '@miaodai/values';
import { closeCase, openCase } from '../../bank/cases/index.ts';
import { readSettings } from '../../bank/settings/index.ts';
import type { AccountReceipt } from '../../integrations/core-banking/port.ts';
import { inquiryPause, settleCall } from '../../integrations/external-calls/index.ts';
import { unknown, type Outcome } from '../../integrations/outcome.ts';
import type { Context, InTx } from '../../platform/context.ts';
import type { Vault } from '../../platform/crypto/vault.ts';
import type { Tx } from '../../platform/db/connect.ts';
import { together } from '../../platform/db/together.ts';
import type { Job } from '../../platform/jobs/jobs.ts';
import { tellEcif } from '../ecif/index.ts';
import { queueMessage } from '../messages/index.ts';
import { isSettled, OTHER_REQUEST, requestNoOf, type AccountOrder, type AccountRequest } from './account.rules.ts';
import { openAccount } from './account.store.ts';
import { bindCard } from './cards.store.ts';
import { lockRequest, markSettled } from './requests.store.ts';

type Needs = { inTx: InTx; vault: Vault };
const CASE = 'account-outcome-open';
/** What the customer is told. */
const TEXTS: Record<AccountOrder['kind'], Record<'done' | 'refused', { kind: string }>> = {
  open: { done: { kind: 'account-open-done' }, refused: { kind: 'account-open-refused' } },
  activate: { done: { kind: 'account-activate-done' }, refused: { kind: 'account-activate-refused' } },
  freeze: { done: { kind: 'account-freeze-done' }, refused: { kind: 'account-freeze-refused' } },
  unfreeze: { done: { kind: 'account-unfreeze-done' }, refused: { kind: 'account-unfreeze-refused' } },
  'report-loss': { done: { kind: 'account-report-loss-done' }, refused: { kind: 'account-report-loss-refused' } },
  'release-loss': { done: { kind: 'account-release-loss-done' }, refused: { kind: 'account-release-loss-refused' } },
};

/**
 * The one place where an outcome becomes a fact: from the answer, from an inquiry, from a node that woke up late. Where that node knows
 * nothing and another has taken over, nothing is written, the job least of all: it is all that keeps the request moving.
 */
export async function settleAccountRequest(
  { inTx, vault }: Needs,
  job: Job,
  attempt: number,
  answer: Outcome<AccountReceipt>,
): Promise<void> {
  const id = job.subject;
  const outcome = aboutOurRequest(answer);
  const record = (tx: Tx) => together([lockRequest(tx, vault, id), settleCall(tx, requestNoOf(id), attempt, outcome)]);
  await inTx(async (context, [request, counted]) => {
    const settled = isSettled(request);
    if (!settled && !counted) return;
    const follow = settled ? compare(context, request, outcome) : settle(context, vault, request, attempt, outcome);
    await together([follow, job.completeIn(context.tx)]);
  }, record);
}

/** The core refuses what it got under a number that it knows for something else; what it did with that is another question. */
const aboutOurRequest = (answer: Outcome<AccountReceipt>): Outcome<AccountReceipt> =>
  answer.is === 'refused' && answer.code === 'number-used-otherwise' ? unknown(OTHER_REQUEST) : answer;

/** Two attempts met here: the first has settled it. That they disagree is for a person. */
async function compare({ tx, now }: Context, { id, state }: AccountRequest, outcome: Outcome<unknown>): Promise<void> {
  const disagree = (state === 'done' && outcome.is === 'refused') || (state === 'refused' && outcome.is === 'done');
  if (disagree) await openCase(tx, CASE, id, `settled, and later ${outcome.is}`, now);
}

async function settle(
  context: Context,
  vault: Vault,
  request: AccountRequest,
  attempt: number,
  outcome: Outcome<AccountReceipt>,
): Promise<void> {
  if (outcome.is === 'unknown') return askAgain(context, request, attempt, outcome.cause);
  // The first attempt opens no case, so it has none to close.
  if (attempt > 1) await closeCase(context.tx, CASE, request.id, context.now);
  if (outcome.is === 'refused') await refused(context, vault, request, outcome.code);
  else await carriedOut(context, vault, request, outcome.value);
}

async function carriedOut(context: Context, vault: Vault, request: AccountRequest, receipt: AccountReceipt) {
  const { tx, now } = context;
  const { id, customerId, order } = request;
  await markSettled(tx, id, { state: 'done' }, now);
  if (order.kind === 'open') {
    const card = { cardNo: order.cardNo, mobile: order.cardMobile, bankName: order.bankName };
    await openAccount(tx, vault, customerId, receipt.accountNo, now);
    await bindCard(tx, vault, customerId, card, now);
  }
  if (order.kind === 'activate') {
    await tellEcif(tx, vault, { customerId, by: 'customer', occasion: 'activation', values: order.record }, now);
  }
  const accountNo = mask.accountNo(receipt.accountNo);
  await queueMessage(context, vault, { customerId, ...TEXTS[order.kind].done }, { accountNo });
}

async function refused(context: Context, vault: Vault, request: AccountRequest, refusalCode: string) {
  const { customerId, order } = request;
  await markSettled(context.tx, request.id, { state: 'refused', refusalCode }, context.now);
  await queueMessage(context, vault, { customerId, ...TEXTS[order.kind].refused }, {});
}

/** It stays 'sent'; the next look comes after a growing pause, and at last a person is told. Nothing fails by age alone. */
async function askAgain({ tx, today, now, emit }: Context, request: AccountRequest, attempt: number, cause: string) {
  const settings = await readSettings(tx, today);
  const tooLong = secondsBetween(request.requestedAt, now) >= settings.openOutcomeCaseSeconds;
  if (tooLong || cause === OTHER_REQUEST) await openCase(tx, CASE, request.id, cause, now);
  const afterSeconds = inquiryPause(attempt, settings.inquiryFirstSeconds, settings.inquiryMaxSeconds);
  emit('account.requested', request.id, { afterSeconds });
}
