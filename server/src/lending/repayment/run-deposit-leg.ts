import { assert } from '@miaodai/values';
import type {
  CoreBanking,
  DepositReceipt,
  PledgeOrder,
  TransferOrder,
  TransferReceipt,
} from '../../integrations/core-banking/port.ts';
import { claimCall, renewCall } from '../../integrations/external-calls/index.ts';
import { done, unknown, type Outcome } from '../../integrations/outcome.ts';
import type { InTx } from '../../platform/context.ts';
import type { Vault } from '../../platform/crypto/vault.ts';
import type { Db, Tx } from '../../platform/db/connect.ts';
import { together } from '../../platform/db/together.ts';
import type { Job } from '../../platform/jobs/jobs.ts';
import { notesOf } from '../servicing/index.ts';
import { lockDepositRepayment, openLegOf } from './deposit-repayments.store.ts';
import {
  isOver,
  LEADS_TO,
  type DepositLeg,
  type DepositLegReceipt,
  type DepositRepayment,
  type DepositStep,
} from './deposit.rules.ts';
import { OTHER_ORDER, remarkOf, type RepaymentId } from './repayment.rules.ts';
import { markRepaymentsSent, readRepaymentRow } from './repayments.store.ts';
import { settleDepositLeg } from './settle-deposit-leg.ts';

type Needs = { db: Db; inTx: InTx; vault: Vault; coreBanking: CoreBanking };
type LegOrder = { step: Exclude<DepositStep, 'pay'>; order: PledgeOrder } | { step: 'pay'; order: TransferOrder };
type Claim = { leg: DepositLeg; order: LegOrder; attempt: number };

/** Longer than a call may take, so that two nodes never call out together; shorter than a customer's patience. */
const LEASE_SECONDS = 8;
/** Whoever finds the lease taken looks again so soon: its holder may be dead, and a lease may have just a moment to go. */
const LOOK_AGAIN_SECONDS = 2;

/** Job: carries out the open leg of a repayment from a deposit, or asks what became of it. No transaction is open while we wait. */
export async function runDepositLeg(needs: Needs, job: Job): Promise<void> {
  const claim = await claimLeg(needs, job);
  if (!claim) return;
  const outcome = claim.attempt === 1 ? await send(needs.coreBanking, claim.order) : await inquire(needs, claim);
  await settleDepositLeg(needs, job, { leg: claim.leg, attempt: claim.attempt }, outcome);
}

/** Commits 'sent' before the socket is touched: after a crash we ask what happened, we do not simply do it again. */
const claimLeg = ({ inTx, vault }: Needs, job: Job): Promise<Claim | undefined> =>
  inTx(async ({ tx, emit }) => {
    const id = job.subject as RepaymentId;
    const saga = await lockDepositRepayment(tx, vault, id);
    const leg = await openLegOf(tx, id);
    const attempt = leg && (await claimCall(tx, leg.requestNo, LEASE_SECONDS));
    if (!leg || attempt === undefined) {
      // Settled; or somebody else is asking just now.
      if (!isOver(saga)) emit('deposit-repayment.leg-begun', id, { afterSeconds: LOOK_AGAIN_SECONDS });
      await job.completeIn(tx);
      return undefined;
    }
    const [order] = await together([orderOf(tx, vault, saga, leg), markRepaymentsSent(tx, [id])]);
    return { leg, order, attempt };
  });

async function orderOf(
  tx: Tx,
  vault: Vault,
  saga: DepositRepayment,
  { step, requestNo }: DepositLeg,
): Promise<LegOrder> {
  const repayment = await readRepaymentRow(tx, saga.id);
  assert(repayment, 'a deposit is redeemed for a repayment');
  const note = (await notesOf(tx, vault, [repayment.loanId])).get(repayment.loanId);
  assert(note, 'a repayment is for a loan');
  const { depositNo, loanNo } = saga;
  if (step !== 'pay') return { step, order: { requestNo, accountNo: note.accountNo, depositNo, loanNo } };
  const { toAccountNo, amountFen } = repayment;
  const remark = remarkOf(repayment, loanNo);
  return { step, order: { requestNo, fromAccountNo: note.accountNo, toAccountNo, amountFen, remark } };
}

async function send(core: CoreBanking, leg: LegOrder): Promise<Outcome<DepositLegReceipt>> {
  switch (leg.step) {
    case 'release':
      return ofDeposit(await core.releaseDeposit(leg.order));
    case 'redeem': {
      const { requestNo, accountNo, depositNo } = leg.order;
      return ofDeposit(await core.redeemDeposit({ requestNo, accountNo, depositNo }));
    }
    case 'pledge':
      return ofDeposit(await core.pledgeDeposit(leg.order));
    case 'pay':
      return ofPayment(await core.transfer(leg.order));
  }
}

/**
 * What became of an order that may have been sent. 'Absent' is no proof, since a request may still be on its way: the order is sent
 * again under its own number, which the core carries out once.
 */
async function inquire(needs: Needs, { leg, order, attempt }: Claim): Promise<Outcome<DepositLegReceipt>> {
  const found = await find(needs.coreBanking, order);
  if (found.is !== 'done') return found;
  if (found.value === 'processing') return unknown('the core is still at it');
  if (found.value !== 'absent') return done(found.value);
  // The inquiry has used up part of the lease; a second call needs a whole one.
  const stillOurs = await renewCall(needs.db, leg.requestNo, attempt, LEASE_SECONDS);
  return stillOurs ? send(needs.coreBanking, order) : unknown('another attempt has taken over');
}

type Found = DepositLegReceipt | 'absent' | 'processing';

async function find(core: CoreBanking, { step, order }: LegOrder): Promise<Outcome<Found>> {
  if (step === 'pay') {
    const found = await core.findTransfer(order.requestNo);
    if (found.is !== 'done') return found;
    if (found.value.state !== 'booked') return done(found.value.state);
    const { receipt } = found.value;
    const ours = receipt.amountFen === order.amountFen && receipt.toAccountNo === order.toAccountNo;
    return ours ? done({ of: 'pay', receipt }) : unknown(OTHER_ORDER);
  }
  const found = await core.findDepositRequest(order.requestNo);
  if (found.is !== 'done') return found;
  if (found.value.state !== 'done') return done(found.value.state);
  const { receipt } = found.value;
  const ours = receipt.depositNo === order.depositNo && receipt.state === LEADS_TO[step];
  return ours ? done({ of: 'deposit', receipt }) : unknown(OTHER_ORDER);
}

const ofDeposit = (outcome: Outcome<DepositReceipt>): Outcome<DepositLegReceipt> =>
  outcome.is === 'done' ? done({ of: 'deposit', receipt: outcome.value }) : outcome;
const ofPayment = (outcome: Outcome<TransferReceipt>): Outcome<DepositLegReceipt> =>
  outcome.is === 'done' ? done({ of: 'pay', receipt: outcome.value }) : outcome;
