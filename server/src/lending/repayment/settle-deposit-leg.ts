import { assert, mask, secondsBetween, yuanDisplay, type Fen } from '@miaodai/values';
import { closeCase, openCase } from '../../bank/cases/index.ts';
import { readSettings } from '../../bank/settings/index.ts';
import { queueMessage } from '../../customer/messages/index.ts';
import { inquiryPause, settleCall } from '../../integrations/external-calls/index.ts';
import { unknown, type Outcome } from '../../integrations/outcome.ts';
import type { Context, InTx } from '../../platform/context.ts';
import type { Vault } from '../../platform/crypto/vault.ts';
import type { Job } from '../../platform/jobs/jobs.ts';
import { notesOf } from '../servicing/index.ts';
import { beginDepositLeg } from './begin-deposit-leg.ts';
import { lockDepositRepayment, moveDepositRepayment, readLegBy, settleLegRow } from './deposit-repayments.store.ts';
import { nextStep, type DepositLeg, type DepositLegReceipt, type DepositRepayment } from './deposit.rules.ts';
import { OTHER_ORDER, type RepaymentEnd } from './repayment.rules.ts';
import { readRepaymentRow } from './repayments.store.ts';
import { settleRepayments } from './settle-repayments.ts';

type Needs = { inTx: InTx; vault: Vault };
type End = Exclude<Outcome<DepositLegReceipt>, { is: 'unknown' }>;

/**
 * The one place where the outcome of a leg becomes a fact: from the reply, from an inquiry, from a node that woke up late. Where that
 * node knows nothing and another has taken over, nothing is written, the job least of all: it is all that keeps the repayment moving.
 */
export async function settleDepositLeg(
  { inTx, vault }: Needs,
  job: Job,
  { leg: claimed, attempt }: { leg: DepositLeg; attempt: number },
  answer: Outcome<DepositLegReceipt>,
): Promise<void> {
  const outcome = aboutOurOrder(answer);
  await inTx(async (context) => {
    const { tx } = context;
    const saga = await lockDepositRepayment(tx, vault, claimed.repaymentId);
    const leg = await readLegBy(tx, claimed.id);
    const counted = await settleCall(tx, leg.requestNo, attempt, outcome);
    if (leg.state === 'open' && !counted) return;
    if (leg.state !== 'open') await compare(context, saga, leg, outcome);
    else if (outcome.is === 'unknown') await askAgain(context, saga, attempt, outcome.cause);
    else await settle(context, vault, { saga, leg }, outcome);
    await job.completeIn(tx);
  });
}

/** Two attempts met here: the first has settled it. That they disagree is for a person. */
async function compare(context: Context, saga: DepositRepayment, leg: DepositLeg, outcome: Outcome<unknown>) {
  const contradicts = outcome.is !== 'unknown' && outcome.is !== leg.state;
  if (contradicts) await tellPerson(context, saga, `${leg.step} was ${leg.state}, and later ${outcome.is}`);
}

async function settle(
  context: Context,
  vault: Vault,
  { saga, leg }: { saga: DepositRepayment; leg: DepositLeg },
  end: End,
): Promise<void> {
  const { tx, today, now } = context;
  const follows = nextStep(leg.step, end.is);
  const paidOutFen = paidOutBy(end);
  await settleLegRow(tx, leg.id, end, now);
  await moveDepositRepayment(tx, saga.id, { state: follows.state, paidOutFen });
  if (follows.ends) await settleRepayments(context, vault, [{ repaymentId: saga.id, outcome: repaymentEndOf(end) }]);
  if (follows.ends && end.is === 'refused') await tellCustomer(context, vault, saga);
  if (follows.open === undefined) return closeCase(tx, 'deposit-repayment-open', saga.id, now);
  if (!follows.later) return beginDepositLeg(context, vault, saga, follows.open);
  // A refusal that comes back will hardly be cured in a minute, and a person must know of it at once.
  await tellPerson(context, saga, `to pledge it again was refused: ${end.is === 'refused' ? end.code : ''}`);
  const { inquiryMaxSeconds } = await readSettings(tx, today);
  await beginDepositLeg(context, vault, saga, follows.open, inquiryMaxSeconds);
}

function paidOutBy(end: End): Fen | undefined {
  const paidFen = end.is === 'done' && end.value.of === 'deposit' ? end.value.receipt.paidFen : undefined;
  return paidFen !== undefined && paidFen > 0 ? paidFen : undefined;
}

function repaymentEndOf(end: End): RepaymentEnd {
  if (end.is === 'refused') return { is: 'refused', code: end.code };
  assert(end.value.of === 'pay', 'a repayment is booked by its last leg');
  const { amountFen: bookedFen, bookedOn, coreSerialNo } = end.value.receipt;
  return { is: 'booked', bookedFen, bookedOn, coreSerialNo };
}

/** They refuse what they got under a number that they know for something else; what they did with that is another question. */
const aboutOurOrder = (answer: Outcome<DepositLegReceipt>): Outcome<DepositLegReceipt> =>
  answer.is === 'refused' && answer.code === 'number-used-otherwise' ? unknown(OTHER_ORDER) : answer;

const tellPerson = ({ tx, now }: Context, { id }: DepositRepayment, cause: string) =>
  openCase(tx, 'deposit-repayment-open', id, cause, now);

/** It stays as it is; the next look comes after a growing pause, and at last a person is told. Nothing fails by age alone. */
async function askAgain(context: Context, saga: DepositRepayment, attempt: number, cause: string): Promise<void> {
  const { tx, today, now, emit } = context;
  const settings = await readSettings(tx, today);
  const repayment = await readRepaymentRow(tx, saga.id);
  const tooLong = repayment && secondsBetween(repayment.requestedAt, now) >= settings.openOutcomeCaseSeconds;
  if (tooLong || cause === OTHER_ORDER) await tellPerson(context, saga, cause);
  const afterSeconds = inquiryPause(attempt, settings.inquiryFirstSeconds, settings.inquiryMaxSeconds);
  emit('deposit-repayment.leg-begun', saga.id, { afterSeconds });
}

/** Where the deposit was paid out, its money is in their account; where it was not, it is theirs as before. */
async function tellCustomer(context: Context, vault: Vault, { id, loanNo, paidOutFen }: DepositRepayment) {
  const { tx, today } = context;
  const repayment = await readRepaymentRow(tx, id);
  assert(repayment, 'a deposit is redeemed for a repayment');
  const { customerId, loanId } = repayment;
  const { servicePhone: phone } = await readSettings(tx, today);
  const to = { customerId, about: { loanId } };
  if (paidOutFen === null)
    return queueMessage(context, vault, { ...to, kind: 'deposit-repayment-failed' }, { loanNo, phone });
  const note = (await notesOf(tx, vault, [loanId])).get(loanId);
  const values = { loanNo, amount: yuanDisplay(paidOutFen), accountNo: mask.accountNo(note?.accountNo ?? ''), phone };
  await queueMessage(context, vault, { ...to, kind: 'deposit-redeemed' }, values);
}
