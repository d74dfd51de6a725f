import {
  assert,
  ok,
  refuse,
  type ContractId,
  type CustomerId,
  type DisbursementId,
  type LoanId,
  type Result,
} from '@miaodai/values';
import { v7 as uuid } from 'uuid';
import { readProduct } from '../../bank/products/index.ts';
import { intendCall } from '../../integrations/external-calls/index.ts';
import { post } from '../../ledger/index.ts';
import type { Context } from '../../platform/context.ts';
import type { Vault } from '../../platform/crypto/vault.ts';
import { payoutRequested } from '../accounting.ts';
import { lockApplication, moveTo } from '../application/index.ts';
import { ownContract } from '../contract/index.ts';
import { transferNoOf, type Disbursement } from './disbursement.rules.ts';
import { disbursementsOf, insertDisbursement } from './disbursement.store.ts';

/**
 * The customer confirms the payout. Intent, reserved limit and the call to come commit together; sendDisbursement follows.
 * Confirmed again, by another tap or device, it is the same payout.
 */
export async function requestDisbursement(
  context: Context,
  vault: Vault,
  { customerId, contractId }: { customerId: CustomerId; contractId: ContractId },
): Promise<Result<Disbursement, 'not-found' | 'step-not-allowed' | 'offer-expired'>> {
  const { tx, today, now, emit } = context;
  const found = await ownContract(tx, vault, contractId, customerId);
  if (!found) return refuse('not-found');
  const application = await lockApplication(tx, vault, found.applicationId);
  const contract = await ownContract(tx, vault, contractId, customerId, { lock: true });
  assert(application && contract, 'a contract has its application');
  const [latest] = await disbursementsOf(tx, vault, contractId);
  if (latest && latest.state !== 'refused') return ok(latest);
  if (contract.state !== 'agreed' || application.step !== 'confirm') return refuse('step-not-allowed');
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
  await insertDisbursement(tx, vault, disbursement);
  await intendCall(tx, {
    requestNo: disbursement.transferNo,
    system: 'core-banking',
    operation: 'transfer',
    subject: id,
    requestHash: vault.index('transfer', `${contract.accountNo}:${contract.principalFen}`).toString('hex'),
  });
  await post(tx, payoutRequested(id, application.id, contract.principalFen, today));
  await moveTo(context, vault, application, 'paying');
  await emit('disbursement.requested', id);
  return ok(disbursement);
}
