import { assert, ok, refuse, type DisbursementId, type LoanId, type Result } from '@miaodai/values';
import { v7 as uuid } from 'uuid';
import { readProduct } from '../../bank/products/index.ts';
import { intendCall } from '../../integrations/external-calls/index.ts';
import { post } from '../../ledger/index.ts';
import type { Context } from '../../platform/context.ts';
import type { Vault } from '../../platform/crypto/vault.ts';
import { together } from '../../platform/db/together.ts';
import { payoutRequested } from '../accounting.ts';
import { lockApplication, moveTo } from '../application/index.ts';
import { ownContract, type Contract } from '../contract/index.ts';
import { isSigned } from '../signing/index.ts';
import { transferNoOf, type Disbursement } from './disbursement.rules.ts';
import { disbursementsOf, insertDisbursement } from './disbursement.store.ts';

/**
 * The customer confirms the payout of a contract of their own; where it was signed on paper, the bank releases it. Intent, reserved limit and the call to come commit together; sendDisbursement follows.
 * Confirmed again, by another tap or device, it is the same payout.
 */
export async function requestDisbursement(
  context: Context,
  vault: Vault,
  own: Pick<Contract, 'id' | 'applicationId' | 'customerId'>,
  from: 'confirm' | 'offline-contract' = 'confirm',
): Promise<Result<Disbursement, 'step-not-allowed' | 'offer-expired'>> {
  const { tx, today, now, emit } = context;
  const { id: contractId, customerId } = own;
  const [application, contract, [latest], signed] = await together([
    lockApplication(tx, vault, own.applicationId),
    ownContract(tx, vault, contractId, customerId, { lock: true }),
    disbursementsOf(tx, vault, contractId),
    isSigned(tx, contractId),
  ]);
  assert(application && contract, 'a contract has its application');
  if (latest && latest.state !== 'refused') return ok(latest);
  if (contract.state !== 'agreed' || application.step !== from) return refuse('step-not-allowed');
  // Money goes out on what both have signed: here, or on paper.
  if (!signed && !contract.signedOffline) return refuse('step-not-allowed');
  if (today > contract.validUntil) return refuse('offer-expired');
  const product = await readProduct(tx, contract.productCode, application.branchCode, today);
  assert(product, `${contract.productCode} is offered`);

  const id = uuid() as DisbursementId;
  const disbursement: Disbursement = {
    ...{ id, contractId, customerId, applicationId: application.id, loanId: uuid() as LoanId },
    ...{ transferNo: transferNoOf(id), amountFen: contract.principalFen, limitFen: contract.limitFen },
    ...{ fromAccountNo: product.fundingAccountNo, toAccountNo: contract.accountNo },
    remark: `${product.name}放款 ${contract.no}`,
    ...{ state: 'requested', requestedAt: now, paidOn: null, coreSerialNo: null, refusalCode: null },
  };
  emit('disbursement.requested', id);
  const intent = {
    ...{ requestNo: disbursement.transferNo, system: 'core-banking', operation: 'transfer', subject: id },
    requestHash: vault.index('transfer', `${contract.accountNo}:${contract.principalFen}`).toString('hex'),
  };
  await together([
    insertDisbursement(tx, vault, disbursement),
    intendCall(tx, intent),
    post(tx, payoutRequested(id, application.id, contract.principalFen, today)),
    moveTo(context, vault, application, 'paying'),
  ]);
  return ok(disbursement);
}
