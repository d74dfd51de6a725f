import type { Handler } from '../platform/jobs/jobs.ts';
import { sendMessage, sendMessages } from '../customer/messages/index.ts';
import { releaseOffer } from './contract/index.ts';
import { sendCopy } from './copies/index.ts';
import { sendRefund } from './corrections/index.ts';
import { decide, runBackTest } from './decision/index.ts';
import { openReview } from './review/index.ts';
import { signContract } from './signing/index.ts';
import { sendDisbursement } from './disbursement/index.ts';
import { sealEvidence } from './evidence/index.ts';
import { applyDiscounts, openLoan, pastLoans } from './servicing/index.ts';
import { collectEarlyOn, collectOn, runDepositLeg, sendDebitBatch, sendRepayment } from './repayment/index.ts';

type Needs = Omit<Parameters<typeof decide>[0], 'pastLoans'> &
  Parameters<typeof runBackTest>[0] &
  Parameters<typeof signContract>[0] &
  Parameters<typeof sendDisbursement>[0] &
  Parameters<typeof sendDebitBatch>[0] &
  Parameters<typeof sendRefund>[0] &
  Parameters<typeof sendCopy>[0] &
  Parameters<typeof sendMessage>[0];

// What follows what, in the order of a loan's life. Each right-hand side runs as one job.
export const lifecycle = (needs: Needs): Record<string, Handler> => ({
  'application.submitted': (job) => decide({ ...needs, pastLoans }, job),
  'application.referred': (job) => openReview(needs, job),
  'model.back-test': (job) => runBackTest(needs, job),
  'application.withdrawn': (job) => releaseOffer(needs, job),
  'contract.agreed': (job) => signContract(needs, job),
  'disbursement.requested': (job) => sendDisbursement(needs, job),
  'disbursement.paid': (job) => openLoan(needs, job),
  'discounts.changed': (job) => applyDiscounts(needs, job),
  'loan.opened': (job) => sealEvidence(needs, job),
  'repayment.requested': (job) => sendRepayment(needs, job),
  'early-debits.collect': (job) => collectEarlyOn(needs, job),
  'debits.collect': (job) => collectOn(needs, job),
  'debit-batch.requested': (job) => sendDebitBatch(needs, job),
  'deposit-repayment.leg-begun': (job) => runDepositLeg(needs, job),
  'refund.requested': (job) => sendRefund(needs, job),
  'contract-copy.requested': (job) => sendCopy(needs, job),
  'message.queued': (job) => sendMessage(needs, job),
  'messages.queued': (job) => sendMessages(needs, job),
});
