import { ok, refuse, type ContractId, type CustomerId, type Result } from '@miaodai/values';
import { recordConsent, type From } from '../../customer/consent/index.ts';
import type { Context } from '../../platform/context.ts';
import type { Vault } from '../../platform/crypto/vault.ts';
import { lockAgreeable } from './agreeable.ts';
import { markCostConfirmed, papersOf } from './contract.store.ts';

type Input = { customerId: CustomerId; contractId: ContractId; costStatementHash: string };
type Refusal = 'not-found' | 'step-not-allowed' | 'agreement-outdated' | 'offer-expired';

/** The customer has read what the loan costs: a consent of its own, with version, time and hash, before anything is signed. */
export async function confirmCostStatement(
  context: Context,
  vault: Vault,
  { customerId, contractId, costStatementHash }: Input,
  from: From,
): Promise<Result<void, Refusal>> {
  const { tx, now } = context;
  const locked = await lockAgreeable(context, vault, { customerId, contractId });
  if (!locked.ok) return locked;
  const { contract } = locked.value;
  if (contract.costStatementHash !== costStatementHash) return refuse('agreement-outdated');
  // By another tap or device it is the same confirmation.
  if (contract.costConfirmedAt) return ok(undefined);
  const { version } = (await papersOf(tx, vault, contractId)).costStatement;
  const consent = { customerId, subject: contractId, version, textHash: costStatementHash };
  await recordConsent(tx, { ...consent, kind: 'cost-statement' }, from, now);
  await markCostConfirmed(tx, contractId, now);
  return ok(undefined);
}
