import { v7 as uuid } from 'uuid';
import { assert, mask, plus, yuanDisplay, ZERO, type BusinessDate, type DisbursementId } from '@miaodai/values';
import { readProduct, type Product } from '../../bank/products/index.ts';
import { queueMessage } from '../../customer/messages/index.ts';
import type { Context, InTx } from '../../platform/context.ts';
import type { Vault } from '../../platform/crypto/vault.ts';
import { together } from '../../platform/db/together.ts';
import type { Job } from '../../platform/jobs/jobs.ts';
import { lockApplication, moveTo, type Application } from '../application/index.ts';
import { lockContract, termsOf, type Contract } from '../contract/index.ts';
import { readPaidDisbursement, type Disbursement } from '../disbursement/index.ts';
import { reviewPaid } from '../review/index.ts';
import { opened, ownInterest, type LoanTerms } from './book.rules.ts';
import { insertRows } from './changes.store.ts';
import { discountsFor } from './discount-rules.store.ts';
import { positionOf } from './figures.rules.ts';
import { insertLoan, nextLoanNo } from './loans.store.ts';
import { NOTHING } from './pay.rules.ts';
import { insertTransactions } from './transactions.store.ts';

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
  const branchCode = application.branchCode;
  const [product, discounts] = await together([
    readProduct(tx, contract.productCode, branchCode, paidOn),
    discountsFor(tx, { productCode: contract.productCode, branchCode, employerCode: application.employerCode }),
  ]);
  assert(product, 'a contract has its product');
  const loan = loanOf(disbursement, contract, application, product, no);
  const book = opened(bookTerms(contract, product, paidOn), discounts);
  const [first] = book.rows;
  const maturesOn = book.rows.at(-1)?.dueOn;
  assert(first && maturesOn, 'a plan has rows');
  const position = positionOf(book, { accruedOn: paidOn, daysPastDue: 0 });
  const words = {
    amount: yuanDisplay(disbursement.amountFen),
    accountNo: mask.accountNo(disbursement.toAccountNo),
    firstDueOn: first.dueOn,
    firstPayment: yuanDisplay(plus(first.principalFen, ownInterest(first))),
  };
  // Behind the hot path: what seals the evidence does not stand in the way of payouts.
  emit('loan.opened', contract.id, { afterSeconds: SEALED_AFTER_SECONDS });
  await together([
    insertLoan(tx, vault, { loan: { ...loan, disbursedOn: paidOn, maturesOn }, position }, now),
    insertRows(
      tx,
      book.rows.map((row) => ({ loanId: loan.id, ...row })),
    ),
    insertTransactions(tx, [payoutOf(disbursement, paidOn)], context),
    moveTo(context, vault, application, 'done'),
    ...(contract.signedOffline ? [reviewPaid(context, vault, application.id)] : []),
    queueMessage(
      context,
      vault,
      { customerId: contract.customerId, kind: 'paid-out', about: { loanId: disbursement.loanId } },
      words,
    ),
  ]);
}

function loanOf(
  disbursement: Disbursement,
  contract: Contract,
  application: Application,
  product: Product,
  no: string,
) {
  return {
    ...{ id: disbursement.loanId, no, state: 'active' as const, contractId: contract.id },
    ...{ disbursementId: disbursement.id, customerId: contract.customerId, productCode: contract.productCode },
    ...{ branchCode: application.branchCode, employerCode: application.employerCode },
    ...{ principalFen: contract.principalFen, outstandingFen: contract.principalFen },
    ...{ annualRatePpm: contract.annualRatePpm, termMonths: contract.termMonths, convention: contract.convention },
    ...{ repaymentMethod: contract.repaymentMethod, accountNo: contract.accountNo },
    ...chargesOf(product),
  };
}

const chargesOf = ({ penaltyRatePpm, graceDays, earlyRepaymentFeePpm: earlyFeePpm, allocation }: Product) => ({
  ...{ penaltyRatePpm, graceDays, earlyFeePpm, allocation },
});

function bookTerms(contract: Contract, product: Product, paidOn: BusinessDate): LoanTerms {
  const { principalFen, annualRatePpm, method, periods, convention, disbursedOn } = termsOf(contract, paidOn);
  return { principalFen, annualRatePpm, method, periods, convention, disbursedOn, ...chargesOf(product) };
}

const payoutOf = ({ id, loanId, amountFen }: Disbursement, effectiveOn: BusinessDate) => ({
  ...{ id: uuid(), loanId, type: 'disbursement' as const, sourceId: id, via: null, effectiveOn, amountFen },
  ...{ mode: null, quotedFeeFen: ZERO, paid: { ...NOTHING, principalFen: amountFen } },
});
