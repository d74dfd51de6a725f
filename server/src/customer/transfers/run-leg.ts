import { claimCall, renewCall } from '../../integrations/external-calls/index.ts';
import type { CardNetwork, CardReceipt } from '../../integrations/card-network/port.ts';
import type { CoreBanking, TransferReceipt } from '../../integrations/core-banking/port.ts';
import { done, unknown, type Outcome } from '../../integrations/outcome.ts';
import type { InTx } from '../../platform/context.ts';
import type { Vault } from '../../platform/crypto/vault.ts';
import type { Db } from '../../platform/db/connect.ts';
import type { Job } from '../../platform/jobs/jobs.ts';
import { settleLeg } from './settle-leg.ts';
import {
  isSettled,
  orderOf,
  OTHER_ORDER,
  type Leg,
  type LegOrder,
  type LegReceipt,
  type TransferId,
} from './transfers.rules.ts';
import { lockTransfer, moveTransfer, openLeg } from './transfers.store.ts';

type Needs = { db: Db; inTx: InTx; vault: Vault; coreBanking: CoreBanking; cardNetwork: CardNetwork };
type Claim = { leg: Leg; order: LegOrder; attempt: number };

/** Longer than a call may take, so that two nodes never call out together; shorter than a customer's patience. */
const LEASE_SECONDS = 8;
/** Whoever finds the lease taken looks again so soon: its holder may be dead, and a lease may have just a moment to go. */
const LOOK_AGAIN_SECONDS = 2;

/** Job: carries out the open leg of a transfer, or asks what became of it. No transaction is open while we wait for others. */
export async function runLeg(needs: Needs, job: Job): Promise<void> {
  const claim = await claimLeg(needs, job);
  if (!claim) return;
  const outcome = claim.attempt === 1 ? await send(needs, claim.order) : await inquire(needs, claim);
  await settleLeg(needs, job, { leg: claim.leg, attempt: claim.attempt }, outcome);
}

/** Commits 'sent' before the socket is touched: after a crash we ask what happened, we do not simply pay. */
const claimLeg = ({ inTx, vault }: Needs, job: Job): Promise<Claim | undefined> =>
  inTx(async ({ tx, emit }) => {
    const transfer = await lockTransfer(tx, vault, job.subject as TransferId);
    const leg = await openLeg(tx, transfer.id);
    const attempt = leg && (await claimCall(tx, leg.requestNo, LEASE_SECONDS));
    if (!leg || attempt === undefined) {
      // Settled; or somebody else is asking just now.
      if (!isSettled(transfer.state)) emit('transfer.leg-begun', transfer.id, { afterSeconds: LOOK_AGAIN_SECONDS });
      await job.completeIn(tx);
      return undefined;
    }
    if (transfer.state === 'requested') await moveTransfer(tx, transfer.id, { state: 'sent' });
    return { leg, order: orderOf(transfer, leg), attempt };
  });

async function send({ coreBanking, cardNetwork }: Needs, leg: LegOrder): Promise<Outcome<LegReceipt>> {
  if (leg.at === 'core-banking') return about(await coreBanking.transfer(leg.order), ofCore);
  const { operation, order } = leg;
  return about(await (operation === 'debit' ? cardNetwork.debitCard(order) : cardNetwork.creditCard(order)), ofNetwork);
}

/**
 * What became of an order that may have been sent. 'Absent' is no proof, since a request may still be on its way: the order is sent
 * again under its own number, which both systems carry out once.
 */
async function inquire(needs: Needs, { leg, order, attempt }: Claim): Promise<Outcome<LegReceipt>> {
  const found = await find(needs, order);
  if (found.is !== 'done') return found;
  if (found.value === 'processing') return unknown('they are still at it');
  if (found.value !== 'absent') return done(found.value);
  // The inquiry has used up part of the lease; a second call needs a whole one.
  const stillOurs = await renewCall(needs.db, leg.requestNo, attempt, LEASE_SECONDS);
  return stillOurs ? send(needs, order) : unknown('another attempt has taken over');
}

async function find(
  { coreBanking, cardNetwork }: Needs,
  leg: LegOrder,
): Promise<Outcome<LegReceipt | 'absent' | 'processing'>> {
  const { requestNo, amountFen } = leg.order;
  if (leg.at === 'core-banking') {
    const found = await coreBanking.findTransfer(requestNo);
    if (found.is !== 'done') return found;
    if (found.value.state !== 'booked') return done(found.value.state);
    const { receipt } = found.value;
    const ours = receipt.amountFen === amountFen && receipt.toAccountNo === leg.order.toAccountNo;
    return ours ? done(ofCore(receipt)) : unknown(OTHER_ORDER);
  }
  const found = await cardNetwork.findPayment(requestNo);
  if (found.is !== 'done') return found;
  if (found.value.state !== 'settled') return done(found.value.state);
  const { receipt } = found.value;
  const ours =
    receipt.amountFen === amountFen && receipt.cardNo === leg.order.cardNo && receipt.operation === leg.operation;
  return ours ? done(ofNetwork(receipt)) : unknown(OTHER_ORDER);
}

const about = <T>(outcome: Outcome<T>, of: (receipt: T) => LegReceipt): Outcome<LegReceipt> =>
  outcome.is === 'done' ? done(of(outcome.value)) : outcome;
const ofCore = ({ coreSerialNo, bookedOn }: TransferReceipt): LegReceipt => ({ serialNo: coreSerialNo, bookedOn });
const ofNetwork = ({ networkSerialNo, settledOn }: CardReceipt): LegReceipt => ({
  serialNo: networkSerialNo,
  bookedOn: settledOn,
});
