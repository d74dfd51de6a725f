import type { DisbursementId } from '@miaodai/values';
import { claimCall } from '../../integrations/external-calls/index.ts';
import type { CoreBanking, TransferOrder, TransferReceipt } from '../../integrations/core-banking/port.ts';
import { done, unknown, type Outcome } from '../../integrations/outcome.ts';
import type { InTx } from '../../platform/context.ts';
import type { Vault } from '../../platform/crypto/vault.ts';
import type { Job } from '../../platform/jobs/jobs.ts';
import { isSettled } from './disbursement.rules.ts';
import { lockDisbursement, markSent } from './disbursement.store.ts';
import { settleDisbursement } from './settle-disbursement.ts';

type Needs = { inTx: InTx; vault: Vault; coreBanking: CoreBanking };
type Claim = { order: TransferOrder; attempt: number };

/** Longer than a call may take, so that two nodes never call out together; shorter than a customer's patience. */
const LEASE_SECONDS = 8;

/** Job: has the core pay, or asks what became of it. No transaction is open while we wait for the core. */
export async function sendDisbursement(needs: Needs, job: Job): Promise<void> {
  const claim = await claimPayout(needs, job);
  if (!claim) return;
  const { order, attempt } = claim;
  const outcome = attempt === 1 ? await needs.coreBanking.transfer(order) : await inquire(needs.coreBanking, order);
  await needs.inTx(async (context) => {
    await settleDisbursement(context, needs.vault, job.subject as DisbursementId, attempt, outcome);
    await job.completeIn(context.tx);
  });
}

/** Commits 'sent' before the socket is touched: after a crash we ask what happened, we do not simply pay. */
const claimPayout = ({ inTx, vault }: Needs, job: Job): Promise<Claim | undefined> =>
  inTx(async ({ tx, emit }) => {
    const disbursement = await lockDisbursement(tx, vault, job.subject as DisbursementId);
    const attempt = isSettled(disbursement.state)
      ? undefined
      : await claimCall(tx, disbursement.transferNo, LEASE_SECONDS);
    if (attempt === undefined) {
      // Settled; or somebody else is asking just now, and we look again when their lease has run out.
      if (!isSettled(disbursement.state))
        await emit('disbursement.requested', disbursement.id, { afterSeconds: LEASE_SECONDS });
      await job.completeIn(tx);
      return undefined;
    }
    if (disbursement.state === 'requested') await markSent(tx, disbursement.id);
    const { transferNo: requestNo, fromAccountNo, toAccountNo, amountFen, remark } = disbursement;
    const order = { requestNo, fromAccountNo, toAccountNo, amountFen, remark };
    return { order, attempt };
  });

/**
 * What became of an order that may have been sent. 'Absent' is no proof, since a request may still be on its way: the order is sent
 * again under its own number, which the core books once.
 */
async function inquire(core: CoreBanking, order: TransferOrder): Promise<Outcome<TransferReceipt>> {
  const found = await core.findTransfer(order.requestNo);
  if (found.is !== 'done') return found;
  switch (found.value.state) {
    case 'absent':
      return core.transfer(order);
    case 'processing':
      return unknown('the core is still at it');
    case 'booked': {
      const { receipt } = found.value;
      const ours = receipt.amountFen === order.amountFen && receipt.toAccountNo === order.toAccountNo;
      return ours ? done(receipt) : unknown('booked with another amount or account');
    }
  }
}
