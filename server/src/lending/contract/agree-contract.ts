import { ok, refuse, type ContractId, type CustomerId, type Result } from '@miaodai/values';
import { recordConsent, type From } from '../../customer/consent/index.ts';
import type { Context } from '../../platform/context.ts';
import type { Vault } from '../../platform/crypto/vault.ts';
import { moveTo } from '../application/index.ts';
import { lockAgreeable } from './agreeable.ts';
import type { Contract } from './contract.rules.ts';
import { markAgreed, papersOf } from './contract.store.ts';

type Input = { customerId: CustomerId; contractId: ContractId; textHash: string };
type Refusal = 'not-found' | 'step-not-allowed' | 'agreement-outdated' | 'cost-statement-unconfirmed' | 'offer-expired';

/** Whether the contract that was shown could be agreed to now: looked at before a password is asked for and used up. */
export async function checkAgreeable(
  context: Pick<Context, 'tx' | 'today'>,
  vault: Vault,
  { textHash, ...own }: Input,
): Promise<Result<Locked, Refusal>> {
  const locked = await lockAgreeable(context, vault, own);
  if (!locked.ok) return locked;
  const { contract } = locked.value;
  if (contract.textHash !== textHash) return refuse('agreement-outdated');
  return contract.costConfirmedAt ? locked : refuse('cost-statement-unconfirmed');
}
type Locked = Extract<Awaited<ReturnType<typeof lockAgreeable>>, { ok: true }>['value'];

/** The customer agrees to the contract: the very text that was shown, by its hash. The password has been proven; signing follows. */
export async function agreeContract(
  context: Context,
  vault: Vault,
  input: Input,
  from: From,
): Promise<Result<Contract, Refusal>> {
  const { tx, now } = context;
  const checked = await checkAgreeable(context, vault, input);
  if (!checked.ok) return checked;
  const { application, contract } = checked.value;
  const { version } = (await papersOf(tx, vault, contract.id)).document;
  const { customerId, textHash } = input;
  const consent = { customerId, subject: contract.id, kind: 'loan-contract', version, textHash } as const;
  await recordConsent(tx, consent, from, now);
  await markAgreed(tx, contract.id, now);
  await moveTo(context, vault, application, 'signing');
  return ok({ ...contract, state: 'agreed' });
}
