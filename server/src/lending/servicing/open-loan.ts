import { schedule } from '@miaodai/loan-math';
import { assert, mask, yuanDisplay, type DisbursementId } from '@miaodai/values';
import { queueMessage } from '../../customer/messages/index.ts';
import type { Context, InTx } from '../../platform/context.ts';
import type { Vault } from '../../platform/crypto/vault.ts';
import type { Job } from '../../platform/jobs/jobs.ts';
import { lockApplication, moveTo } from '../application/index.ts';
import { lockContract, termsOf } from '../contract/index.ts';
import { readPaidDisbursement, type Disbursement } from '../disbursement/index.ts';
import { insertLoan, nextLoanNo } from './loans.store.ts';

/** Job: what has been paid out becomes a loan with a schedule; the customer is told. Run again, it finds the loan there. */
export const openLoan = ({ inTx, vault }: { inTx: InTx; vault: Vault }, job: Job): Promise<void> =>
  inTx(async (context) => {
    const disbursement = await readPaidDisbursement(context.tx, vault, job.subject as DisbursementId);
    assert(disbursement, 'a loan begins with a paid disbursement');
    await open(context, vault, disbursement);
    await job.completeIn(context.tx);
  });

async function open(context: Context, vault: Vault, disbursement: Disbursement): Promise<void> {
  const { tx, now } = context;
  const application = await lockApplication(tx, vault, disbursement.applicationId);
  const contract = await lockContract(tx, vault, disbursement.contractId);
  assert(application && contract && disbursement.paidOn, 'a paid disbursement has application, contract and day');
  if (application.step !== 'paying') return;
  const plan = schedule(termsOf(contract, disbursement.paidOn));
  const maturesOn = plan.rows.at(-1)?.dueOn;
  assert(maturesOn, 'a schedule has rows');
  const loan = {
    ...{ id: disbursement.loanId, no: await nextLoanNo(tx, disbursement.paidOn), state: 'active' as const },
    ...{ contractId: contract.id, disbursementId: disbursement.id, customerId: contract.customerId },
    ...{
      productCode: contract.productCode,
      principalFen: contract.principalFen,
      outstandingFen: contract.principalFen,
    },
    ...{ annualRatePpm: contract.annualRatePpm, termMonths: contract.termMonths, convention: contract.convention },
    ...{ repaymentMethod: contract.repaymentMethod, accountNo: contract.accountNo },
    ...{ disbursedOn: disbursement.paidOn, maturesOn, rows: plan.rows },
  };
  assert(await insertLoan(tx, vault, loan, now), 'a disbursement that is being paid has no loan yet');
  await moveTo(context, vault, application, 'done');
  await queueMessage(
    context,
    vault,
    { customerId: contract.customerId, kind: 'paid-out' },
    {
      amount: yuanDisplay(disbursement.amountFen),
      accountNo: mask.accountNo(disbursement.toAccountNo),
      firstDueOn: plan.rows[0]?.dueOn ?? '',
      firstPayment: yuanDisplay(plan.rows[0]?.totalFen ?? disbursement.amountFen),
    },
  );
}
