import { assert } from '@miaodai/values';
import { claimCall, renewCall } from '../../integrations/external-calls/index.ts';
import type { CoreBanking, TransferOrder, TransferReceipt } from '../../integrations/core-banking/port.ts';
import { done, unknown, type Outcome } from '../../integrations/outcome.ts';
import type { InTx } from '../../platform/context.ts';
import type { Vault } from '../../platform/crypto/vault.ts';
import type { Db, Tx } from '../../platform/db/connect.ts';
import { together } from '../../platform/db/together.ts';
import type { Job } from '../../platform/jobs/jobs.ts';
import { notesOf } from '../servicing/index.ts';
import { isEnded, refundNoOf, type CorrectionId } from './corrections.rules.ts';
import { lockCorrection, markRefundSent } from './corrections.store.ts';
import { OTHER_ORDER, settleRefund } from './settle-refund.ts';

type Needs = { db: Db; inTx: InTx; vault: Vault; coreBanking: CoreBanking };
type Claim = { order: TransferOrder; attempt: number };

/** As of a payout: longer than a call may take, shorter than a customer's patience. */
const LEASE_SECONDS = 8;
const LOOK_AGAIN_SECONDS = 2;

/** Job: has the core pay the customer back, or asks what became of it. No transaction is open while we wait for the core. */
export async function sendRefund(needs: Needs, job: Job): Promise<void> {
  const claim = await claimRefund(needs, job);
  if (!claim) return;
  const { order, attempt } = claim;
  const outcome = attempt === 1 ? await needs.coreBanking.transfer(order) : await inquire(needs, claim);
  await settleRefund(needs, job, attempt, outcome);
}

/** Commits 'sent' before the socket is touched: after a crash we ask what happened, we do not simply pay. */
function claimRefund({ inTx, vault }: Needs, job: Job): Promise<Claim | undefined> {
  const id = job.subject as CorrectionId;
  const claim = (tx: Tx) =>
    together([lockCorrection(tx, id), claimCall(tx, refundNoOf(id), LEASE_SECONDS), markRefundSent(tx, id)]);
  return inTx(async ({ tx, emit }, [correction, attempt]) => {
    assert(correction, 'what is to be paid back was agreed to');
    if (attempt === undefined) {
      // Settled; or somebody else is asking just now.
      if (!isEnded(correction.state)) emit('refund.requested', id, { afterSeconds: LOOK_AGAIN_SECONDS });
      await job.completeIn(tx);
      return undefined;
    }
    const { requestNo, fromAccountNo, amountFen, loanId, kind } = correction;
    const note = (await notesOf(tx, vault, [loanId])).get(loanId);
    assert(requestNo && fromAccountNo && note, 'what is agreed to has its number and its accounts');
    const remark = kind === 'refund' ? `退还多收还款 ${note.loanNo}` : `还款冲正 ${note.loanNo}`;
    return { order: { requestNo, fromAccountNo, toAccountNo: note.accountNo, amountFen, remark }, attempt };
  }, claim);
}

/** 'Absent' is no proof: the order is sent again under its own number, which the core books once. */
async function inquire({ db, coreBanking: core }: Needs, { order, attempt }: Claim): Promise<Outcome<TransferReceipt>> {
  const found = await core.findTransfer(order.requestNo);
  if (found.is !== 'done') return found;
  switch (found.value.state) {
    case 'absent': {
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
