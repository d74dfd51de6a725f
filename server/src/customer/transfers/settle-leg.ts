import { mask, secondsBetween, yuanDisplay } from '@miaodai/values';
import { closeCase, openCase } from '../../bank/cases/index.ts';
import { readSettings } from '../../bank/settings/index.ts';
import { inquiryPause, settleCall } from '../../integrations/external-calls/index.ts';
import { unknown, type Outcome } from '../../integrations/outcome.ts';
import type { Context, InTx } from '../../platform/context.ts';
import type { Vault } from '../../platform/crypto/vault.ts';
import type { Job } from '../../platform/jobs/jobs.ts';
import { queueMessage } from '../messages/index.ts';
import { beginLeg } from './begin-leg.ts';
import { next, OTHER_ORDER, systemOf, type Leg, type LegReceipt, type Transfer } from './transfers.rules.ts';
import { lockTransfer, moveTransfer, readLegBy, settleLegRow } from './transfers.store.ts';

type Needs = { inTx: InTx; vault: Vault };
type End = Exclude<Outcome<LegReceipt>, { is: 'unknown' }>;

/**
 * The one place where the outcome of a leg becomes a fact: from the reply, from an inquiry, from a node that woke up late. Where that
 * node knows nothing and another has taken over, nothing is written, the job least of all: it is all that keeps the transfer moving.
 */
export async function settleLeg(
  { inTx, vault }: Needs,
  job: Job,
  { leg: claimed, attempt }: { leg: Leg; attempt: number },
  answer: Outcome<LegReceipt>,
): Promise<void> {
  const outcome = aboutOurOrder(answer);
  await inTx(async (context) => {
    const { tx } = context;
    const transfer = await lockTransfer(tx, vault, claimed.transferId);
    const leg = await readLegBy(tx, claimed.id);
    const counted = await settleCall(tx, leg.requestNo, attempt, outcome);
    if (leg.state === 'open' && !counted) return;
    if (leg.state !== 'open') await compare(context, transfer, leg, outcome);
    else if (outcome.is === 'unknown') await askAgain(context, transfer, attempt, outcome.cause);
    else await settle(context, vault, transfer, leg, outcome);
    await job.completeIn(tx);
  });
}

/** Two attempts met here: the first has settled it. That they disagree is for a person. */
async function compare(context: Context, transfer: Transfer, leg: Leg, outcome: Outcome<LegReceipt>): Promise<void> {
  const contradicts = outcome.is !== 'unknown' && outcome.is !== leg.state;
  if (contradicts) await tellPerson(context, transfer, `${leg.step} was ${leg.state}, and later ${outcome.is}`);
}

async function settle(context: Context, vault: Vault, transfer: Transfer, leg: Leg, end: End): Promise<void> {
  const { tx, today, now } = context;
  const { id, direction } = transfer;
  const follows = next(leg.step, end.is);
  const code = end.is === 'refused' ? end.code : undefined;
  await settleLegRow(
    tx,
    leg.id,
    end.is === 'done' ? { state: 'done', receipt: end.value } : { state: 'refused', code: end.code },
    now,
  );
  const atCore = systemOf(direction, leg.step) === 'core-banking' && leg.step !== 'back';
  await moveTransfer(tx, id, {
    state: follows.state,
    ...(end.is === 'done' && atCore ? { serialNo: end.value.serialNo } : {}),
    // What the customer is told is why the transfer failed, not why the way back did.
    ...(code !== undefined && leg.step !== 'back' ? { refusalCode: code } : {}),
    ...('open' in follows ? {} : { settledAt: now }),
  });
  if ('open' in follows) {
    if (!follows.later) return beginLeg(context, vault, transfer, follows.open);
    // A refusal that comes back will hardly be cured in a minute, and a person must know of it at once.
    await tellPerson(context, transfer, `the way back was refused: ${code}`);
    const { inquiryMaxSeconds } = await readSettings(tx, today);
    return beginLeg(context, vault, transfer, follows.open, inquiryMaxSeconds);
  }
  await closeCase(tx, 'transfer-open', id, now);
  await tellCustomer(context, vault, transfer, follows.state, leg);
}

/** They refuse what they got under a number that they know for something else; what they did with that is another question. */
const aboutOurOrder = (answer: Outcome<LegReceipt>): Outcome<LegReceipt> =>
  answer.is === 'refused' && answer.code === 'number-used-otherwise' ? unknown(OTHER_ORDER) : answer;

const tellPerson = ({ tx, now }: Context, { id }: Transfer, cause: string) =>
  openCase(tx, 'transfer-open', id, cause, now);

/** It stays as it is; the next look comes after a growing pause, and at last a person is told. Nothing fails by age alone. */
async function askAgain(context: Context, transfer: Transfer, attempt: number, cause: string): Promise<void> {
  const settings = await readSettings(context.tx, context.today);
  const tooLong = secondsBetween(transfer.requestedAt, context.now) >= settings.openOutcomeCaseSeconds;
  if (tooLong || cause === OTHER_ORDER) await tellPerson(context, transfer, cause);
  const afterSeconds = inquiryPause(attempt, settings.inquiryFirstSeconds, settings.inquiryMaxSeconds);
  context.emit('transfer.leg-begun', transfer.id, { afterSeconds });
}

const DONE = { in: { kind: 'transfer-in-done' }, out: { kind: 'transfer-out-done' } } as const;
const RETURNED = { kind: 'transfer-returned' } as const;
const REFUSED = { kind: 'transfer-refused' } as const;

function tellCustomer(context: Context, vault: Vault, transfer: Transfer, end: 'done' | 'refused', leg: Leg) {
  const { customerId, direction, amountFen, cardNo } = transfer;
  const back = leg.step === 'back' ? RETURNED : REFUSED;
  const { kind } = end === 'done' ? DONE[direction] : back;
  const values = { amount: yuanDisplay(amountFen), cardNo: mask.accountNo(cardNo).slice(-4) };
  return queueMessage(context, vault, { customerId, kind }, values);
}
