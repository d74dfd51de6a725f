import { assert, ok, refuse, type ContractId, type CustomerId, type Result } from '@miaodai/values';
import { recordConsent, type From } from '../../customer/consent/index.ts';
import type { Context } from '../../platform/context.ts';
import type { Vault } from '../../platform/crypto/vault.ts';
import { lockApplication, moveTo } from '../application/index.ts';
import { markAgreed, ownContract, papersOf } from './contract.store.ts';

type Input = { customerId: CustomerId; contractId: ContractId; textHash: string; costStatementHash: string };

/** The customer agrees to the contract and confirms the cost statement: the very texts that were shown, by their hashes. */
export async function agreeContract(
  context: Context,
  vault: Vault,
  { customerId, contractId, textHash, costStatementHash }: Input,
  from: From,
): Promise<Result<void, 'not-found' | 'step-not-allowed' | 'agreement-outdated' | 'offer-expired'>> {
  const { tx, today, now } = context;
  const found = await ownContract(tx, vault, contractId, customerId);
  if (!found) return refuse('not-found');
  // The application is locked before the contract, here as everywhere, so that two requests never wait for each other.
  const application = await lockApplication(tx, vault, found.applicationId);
  const contract = await ownContract(tx, vault, contractId, customerId, { lock: true });
  assert(application && contract, 'a contract has its application');
  if (contract.state !== 'drafted' || application.step !== 'contract') return refuse('step-not-allowed');
  if (today > contract.validUntil) return refuse('offer-expired');
  const shown = contract.textHash === textHash && contract.costStatementHash === costStatementHash;
  if (!shown) return refuse('agreement-outdated');

  const consent = { customerId, subject: contractId };
  const { costStatement, document } = await papersOf(tx, vault, contractId);
  const { version } = costStatement;
  await recordConsent(tx, { ...consent, kind: 'cost-statement', version, textHash: costStatementHash }, from, now);
  await recordConsent(tx, { ...consent, kind: 'loan-contract', version: document.version, textHash }, from, now);
  await markAgreed(tx, contractId, now);
  await moveTo(context, vault, application, 'confirm');
  return ok(undefined);
}
