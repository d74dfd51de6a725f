import { assert } from '@miaodai/values';
import type { CoreBanking, DebitItem, DebitResult } from '../../integrations/core-banking/port.ts';
import { claimCall, renewCall } from '../../integrations/external-calls/index.ts';
import { done, type Outcome } from '../../integrations/outcome.ts';
import type { InTx } from '../../platform/context.ts';
import type { Vault } from '../../platform/crypto/vault.ts';
import type { Db, Tx } from '../../platform/db/connect.ts';
import { together } from '../../platform/db/together.ts';
import type { Job } from '../../platform/jobs/jobs.ts';
import { notesOf } from '../servicing/index.ts';
import { lockBatch } from './debit-batches.store.ts';
import { batchNoOf, itemOf, MOST_INQUIRIES, MOST_ITEMS, resultOf } from './debit.rules.ts';
import { isSettled, type Repayment } from './repayment.rules.ts';
import { markRepaymentsSent, repaymentsOf } from './repayments.store.ts';
import { settleDebitBatch } from './settle-debit-batch.ts';

type Needs = { db: Db; inTx: InTx; vault: Vault; coreBanking: CoreBanking };
type Claim = { batchNo: string; toAccountNo: string; items: readonly DebitItem[]; attempt: number };

/** Longer than a call may take, so that two nodes never call out together. */
const LEASE_SECONDS = 8;
/** Whoever finds the lease taken looks again so soon: its holder may be dead, and a lease may have just a moment to go. */
const LOOK_AGAIN_SECONDS = 2;

/** Job: has the core debit what is open of a batch. No transaction is open while we wait for it. */
export async function sendDebitBatch(needs: Needs, job: Job): Promise<void> {
  const claim = await claimBatch(needs, job);
  if (!claim) return;
  const answer = await debit(needs, claim);
  await settleDebitBatch(needs, job, claim.attempt, answer);
}

/** Commits 'sent' before the socket is touched. */
function claimBatch({ inTx, vault }: Needs, job: Job): Promise<Claim | undefined> {
  const id = job.subject;
  const claim = (tx: Tx) =>
    together([
      lockBatch(tx, id),
      claimCall(tx, batchNoOf(id), LEASE_SECONDS),
      repaymentsOf(tx, { batchId: id }, { limit: MOST_ITEMS }),
    ]);
  return inTx(async ({ tx, emit }, [batch, attempt, repayments]) => {
    if (attempt === undefined) {
      // Settled; or somebody else is asking just now.
      if (batch.state === 'open') emit('debit-batch.requested', id, { afterSeconds: LOOK_AGAIN_SECONDS });
      await job.completeIn(tx);
      return undefined;
    }
    const open = repayments.filter((repayment) => !isSettled(repayment));
    const requested = open.filter(({ state }) => state === 'requested').map((repayment) => repayment.id);
    const [items] = await together([itemsOf(tx, vault, open), markRepaymentsSent(tx, requested)]);
    return { batchNo: batch.batchNo, toAccountNo: repayments[0]?.toAccountNo ?? '', items, attempt };
  }, claim);
}

async function itemsOf(tx: Tx, vault: Vault, open: readonly Repayment[]): Promise<DebitItem[]> {
  const notes = await notesOf(
    tx,
    vault,
    open.map(({ loanId }) => loanId),
  );
  return open.map((repayment) => {
    const note = notes.get(repayment.loanId);
    assert(note, 'a repayment is for a loan');
    return itemOf(repayment, note);
  });
}

/**
 * The same items under the same numbers, however often: the core books each once and answers with its first result. What it is still at
 * is asked about by its own number as well, some at a time, beginning elsewhere in each attempt.
 */
async function debit(needs: Needs, claim: Claim): Promise<Outcome<DebitResult[]>> {
  const { batchNo, toAccountNo, items, attempt } = claim;
  // Others have begun repaying all of these loans before the batch was written.
  if (items.length === 0) return done([]);
  const answer = await needs.coreBanking.debitBatch({ batchNo, toAccountNo, items });
  if (answer.is !== 'done' || attempt === 1) return answer;
  const at = new Set(answer.value.filter(({ is }) => is === 'processing').map(({ requestNo }) => requestNo));
  const open = items.filter(({ requestNo }) => at.has(requestNo));
  const from = open.length === 0 ? 0 : ((attempt - 2) * MOST_INQUIRIES) % open.length;
  const asked = [...open.slice(from), ...open.slice(0, from)].slice(0, MOST_INQUIRIES);
  // The message has used up part of the lease; another round needs a whole one.
  if (asked.length === 0 || !(await renewCall(needs.db, batchNo, attempt, LEASE_SECONDS))) return answer;
  const found = await Promise.all(
    asked.map(async (item) => resultOf(item, toAccountNo, await needs.coreBanking.findTransfer(item.requestNo))),
  );
  const byNo = new Map(found.map((result) => [result.requestNo, result]));
  return done(answer.value.map((result) => byNo.get(result.requestNo) ?? result));
}
