import { schedule } from '@miaodai/loan-math';
import { assert, mask, yuanDisplay, type DisbursementId } from '@miaodai/values';
import { queueMessage } from '../../customer/messages/index.ts';
import type { Context, InTx } from '../../platform/context.ts';
import type { Vault } from '../../platform/crypto/vault.ts';
import { together } from '../../platform/db/together.ts';
import type { Job } from '../../platform/jobs/jobs.ts';
import { lockApplication, moveTo } from '../application/index.ts';
import { lockContract, termsOf } from '../contract/index.ts';
import { readPaidDisbursement, type Disbursement } from '../disbursement/index.ts';
import { reviewPaid } from '../review/index.ts';
import { insertLoan, nextLoanNo } from './loans.store.ts';

const SEALED_AFTER_SECONDS = 2;

/** Job: what has been paid out becomes a loan with a schedule; the customer is told. Run again, it finds the loan there. */
export const openLoan = ({ inTx, vault }: { inTx: InTx; vault: Vault }, job: Job): Promise<void> =>
  inTx(async (context) => {
    const disbursement = await readPaidDisbursement(context.tx, vault, job.subject as DisbursementId);
    assert(disbursement, 'a loan begins with a paid disbursement');
    await open(context, vault, disbursement);
    await job.completeIn(context.tx);
  });

async function open(context: Context, vault: Vault, disbursement: Disbursement): Promise<void> {
  const { tx, now, emit } = context;
  const { paidOn } = disbursement;
  assert(paidOn, 'a paid disbursement has its day');
  const [application, contract, no] = await together([
    lockApplication(tx, vault, disbursement.applicationId),
    lockContract(tx, vault, disbursement.contractId),
    nextLoanNo(tx, paidOn),
  ]);
  assert(application && contract, 'a paid disbursement has application and contract');
  if (application.step !== 'paying') return;
  const plan = schedule(termsOf(contract, paidOn));
  const maturesOn = plan.rows.at(-1)?.dueOn;
  assert(maturesOn, 'a schedule has rows');
  const loan = {
    ...{ id: disbursement.loanId, no, state: 'active' as const },
    ...{ contractId: contract.id, disbursementId: disbursement.id, customerId: contract.customerId },
    ...{
      productCode: contract.productCode,
      principalFen: contract.principalFen,
      outstandingFen: contract.principalFen,
    },
    ...{ annualRatePpm: contract.annualRatePpm, termMonths: contract.termMonths, convention: contract.convention },
    ...{ repaymentMethod: contract.repaymentMethod, accountNo: contract.accountNo },
    ...{ disbursedOn: paidOn, maturesOn, rows: plan.rows },
  };
  const words = {
    amount: yuanDisplay(disbursement.amountFen),
    accountNo: mask.accountNo(disbursement.toAccountNo),
    firstDueOn: plan.rows[0]?.dueOn ?? '',
    firstPayment: yuanDisplay(plan.rows[0]?.totalFen ?? disbursement.amountFen),
  };
  // Behind the hot path: what seals the evidence does not stand in the way of payouts.
  emit('loan.opened', contract.id, { afterSeconds: SEALED_AFTER_SECONDS });
  await together([
    insertLoan(tx, vault, loan, now),
    moveTo(context, vault, application, 'done'),
    ...(contract.signedOffline ? [reviewPaid(context, vault, application.id)] : []),
    queueMessage(context, vault, { customerId: contract.customerId, kind: 'paid-out' }, words),
  ]);
}
