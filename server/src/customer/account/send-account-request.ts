import type { AccountReceipt, CoreBanking } from '../../integrations/core-banking/port.ts';
import { claimCall, renewCall } from '../../integrations/external-calls/index.ts';
import { done, unknown, type Outcome } from '../../integrations/outcome.ts';
import type { InTx } from '../../platform/context.ts';
import type { Vault } from '../../platform/crypto/vault.ts';
import type { Db, Tx } from '../../platform/db/connect.ts';
import { together } from '../../platform/db/together.ts';
import type { Job } from '../../platform/jobs/jobs.ts';
import { isSettled, OTHER_REQUEST, requestNoOf, TARGET, type AccountRequest } from './account.rules.ts';
import { lockRequest, markSent } from './requests.store.ts';
import { settleAccountRequest } from './settle-account-request.ts';

type Needs = { db: Db; inTx: InTx; vault: Vault; coreBanking: CoreBanking };
type Claim = { request: AccountRequest; attempt: number };

/** Longer than a call may take, so that two nodes never call out together; shorter than a customer's patience. */
const LEASE_SECONDS = 8;
const LOOK_AGAIN_SECONDS = 2;

/** Job: has the core carry a request out, or asks what became of it. No transaction is open while we wait for the core. */
export async function sendAccountRequest(needs: Needs, job: Job): Promise<void> {
  const claim = await claimRequest(needs, job);
  if (!claim) return;
  const outcome = claim.attempt === 1 ? await ask(needs.coreBanking, claim.request) : await inquire(needs, claim);
  await settleAccountRequest(needs, job, claim.attempt, outcome);
}

/** Commits 'sent' before the socket is touched: after a crash we ask what happened. */
function claimRequest({ inTx, vault }: Needs, job: Job): Promise<Claim | undefined> {
  const id = job.subject;
  const claim = (tx: Tx) =>
    together([lockRequest(tx, vault, id), claimCall(tx, requestNoOf(id), LEASE_SECONDS), markSent(tx, id)]);
  return inTx(async ({ tx, emit }, [request, attempt]) => {
    if (attempt === undefined) {
      // Settled; or somebody else is asking just now.
      if (!isSettled(request)) emit('account.requested', id, { afterSeconds: LOOK_AGAIN_SECONDS });
      await job.completeIn(tx);
      return undefined;
    }
    return { request, attempt };
  }, claim);
}

function ask(core: CoreBanking, { requestNo, order }: AccountRequest): Promise<Outcome<AccountReceipt>> {
  switch (order.kind) {
    case 'open': {
      const { name, idNumber, mobile, cardNo } = order;
      return core.openAccount({ requestNo, name, idNumber, mobile, cardNo });
    }
    case 'activate':
      return core.activate({ requestNo, accountNo: order.accountNo, address: order.address });
    case 'freeze':
    case 'unfreeze':
    case 'report-loss':
    case 'release-loss':
      return core.changeState({ requestNo, accountNo: order.accountNo, to: TARGET[order.kind] });
  }
}

/** 'Absent' is no proof, since a request may still be on its way: it is sent again under its own number, which the core knows once. */
async function inquire({ db, coreBanking }: Needs, { request, attempt }: Claim): Promise<Outcome<AccountReceipt>> {
  const found = await coreBanking.findAccountRequest(request.requestNo);
  if (found.is !== 'done') return found;
  switch (found.value.state) {
    case 'absent': {
      // The inquiry has used up part of the lease; a second call needs a whole one.
      const stillOurs = await renewCall(db, request.requestNo, attempt, LEASE_SECONDS);
      return stillOurs ? ask(coreBanking, request) : unknown('another attempt has taken over');
    }
    case 'processing':
      return unknown('the core is still at it');
    case 'done': {
      const { receipt } = found.value;
      const ours = request.order.kind === 'open' || receipt.accountNo === request.order.accountNo;
      return ours ? done(receipt) : unknown(OTHER_REQUEST);
    }
  }
}
