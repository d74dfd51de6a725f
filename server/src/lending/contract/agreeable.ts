import { assert, ok, refuse, type ContractId, type CustomerId, type Result } from '@miaodai/values';
import type { Context } from '../../platform/context.ts';
import type { Vault } from '../../platform/crypto/vault.ts';
import { lockApplication, type Application } from '../application/index.ts';
import type { Contract } from './contract.rules.ts';
import { ownContract } from './contract.store.ts';

type Own = { customerId: CustomerId; contractId: ContractId };
type Locked = { application: Application; contract: Contract };

/** A contract of the customer's own that waits for their agreement, locked with its application. */
export async function lockAgreeable(
  { tx, today }: Pick<Context, 'tx' | 'today'>,
  vault: Vault,
  { customerId, contractId }: Own,
): Promise<Result<Locked, 'not-found' | 'step-not-allowed' | 'offer-expired'>> {
  const found = await ownContract(tx, vault, contractId, customerId);
  if (!found) return refuse('not-found');
  // The application is locked before the contract, here as everywhere, so that two requests never wait for each other.
  const application = await lockApplication(tx, vault, found.applicationId);
  const contract = await ownContract(tx, vault, contractId, customerId, { lock: true });
  assert(application && contract, 'a contract has its application');
  if (contract.state !== 'drafted' || application.step !== 'contract') return refuse('step-not-allowed');
  if (today > contract.validUntil) return refuse('offer-expired');
  return ok({ application, contract });
}
