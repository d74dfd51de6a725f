import { assert } from '@miaodai/values';
import type { CoreBanking, TransferOrder, TransferReceipt } from '../../integrations/core-banking/port.ts';
import { claimCall, renewCall } from '../../integrations/external-calls/index.ts';
import { done, unknown, type Outcome } from '../../integrations/outcome.ts';
import type { InTx } from '../../platform/context.ts';
import type { Vault } from '../../platform/crypto/vault.ts';
import type { Db, Tx } from '../../platform/db/connect.ts';
import { together } from '../../platform/db/together.ts';
import type { Job } from '../../platform/jobs/jobs.ts';
import { notesOf } from '../servicing/index.ts';
import { isSettled, OTHER_ORDER, remarkOf, requestNoOf, type RepaymentId } from './repayment.rules.ts';
import { lockRepayments, markRepaymentsSent } from './repayments.store.ts';
import { settleRepayment } from './settle-repayment.ts';

type Needs = { db: Db; inTx: InTx; vault: Vault; coreBanking: CoreBanking };
type Claim = { order: TransferOrder; attempt: number };

/** Longer than a call may take, so that two nodes never call out together; shorter than a customer's patience. */
const LEASE_SECONDS = 8;
/** Whoever finds the lease taken looks again so soon: its holder may be dead, and a lease may have just a moment to go. */
const LOOK_AGAIN_SECONDS = 2;

/** Job: has the core take the money, or asks what became of it. No transaction is open while we wait for the core. */
export async function sendRepayment(needs: Needs, job: Job): Promise<void> {
  const claim = await claimRepayment(needs, job);
  if (!claim) return;
  const outcome = claim.attempt === 1 ? await needs.coreBanking.transfer(claim.order) : await inquire(needs, claim);
  await settleRepayment(needs, job, claim.attempt, outcome);
}

/** Commits 'sent' before the socket is touched: after a crash we ask what happened, we do not simply take it. */
function claimRepayment({ inTx, vault }: Needs, job: Job): Promise<Claim | undefined> {
  const id = job.subject as RepaymentId;
  const claim = (tx: Tx) => together([lockRepayments(tx, [id]), claimCall(tx, requestNoOf(id), LEASE_SECONDS)]);
  return inTx(async ({ tx, emit }, [found, attempt]) => {
    const repayment = found.get(id);
    assert(repayment, 'what is to be sent was requested');
    if (attempt === undefined) {
      // Settled; or somebody else is asking just now.
      if (!isSettled(repayment)) emit('repayment.requested', id, { afterSeconds: LOOK_AGAIN_SECONDS });
      await job.completeIn(tx);
      return undefined;
    }
    const { loanId, requestNo, toAccountNo, amountFen } = repayment;
    const [notes] = await together([notesOf(tx, vault, [loanId]), markRepaymentsSent(tx, [id])]);
    const note = notes.get(loanId);
    assert(note, 'a repayment is for a loan');
    const remark = remarkOf(repayment, note.loanNo);
    return { order: { requestNo, fromAccountNo: note.accountNo, toAccountNo, amountFen, remark }, attempt };
  }, claim);
}

/**
 * What became of an order that may have been sent. 'Absent' is no proof, since a request may still be on its way: the order is sent
 * again under its own number, which the core books once.
 */
async function inquire({ db, coreBanking: core }: Needs, { order, attempt }: Claim): Promise<Outcome<TransferReceipt>> {
  const found = await core.findTransfer(order.requestNo);
  if (found.is !== 'done') return found;
  switch (found.value.state) {
    case 'absent': {
      // The inquiry has used up part of the lease; a second call needs a whole one.
      const stillOurs = await renewCall(db, order.requestNo, attempt, LEASE_SECONDS);
      return stillOurs ? core.transfer(order) : unknown('another attempt has taken over');
    }
    case 'processing':
      return unknown('the core is still at it');
    case 'booked': {
      const { receipt } = found.value;
      const ours = receipt.amountFen === order.amountFen && receipt.toAccountNo === order.toAccountNo;
      return ours ? done(receipt) : unknown(OTHER_ORDER);
    }
  }
}
