import { ok, refuse, type ContractId, type CustomerId } from '@miaodai/values';
import { passwordState } from '../../customer/credentials/index.ts';
import { readCustomer } from '../../customer/identity/index.ts';
import { checkAgreeable } from '../../lending/contract/index.ts';
import { newCustomerKey } from '../../lending/signing/index.ts';
import { sha256Hex } from '../../platform/crypto/vault.ts';
import type { From } from '../caller.ts';
import type { Needs } from './needs.ts';
import { proveTransactionPassword } from './proofs.ts';

type Agreement = {
  customerId: CustomerId;
  contractId: ContractId;
  textHash: string;
  transactionPassword: string;
  from: From;
};

/** The transaction password, used up by the try, and with it the key that the customer signs with. */
export async function proveAgreement(needs: Needs, { transactionPassword, from, ...input }: Agreement) {
  const { db, inTx, vault, clock } = needs;
  const { customerId } = input;
  // Nobody proves themselves for nothing.
  const agreeable = await inTx((context) => checkAgreeable(context, vault, input));
  if (!agreeable.ok) return agreeable;
  const { is } = await passwordState(db, customerId, 'transaction', clock.now());
  if (is === 'unset') return refuse('transaction-password-unset');
  const proven = await proveTransactionPassword(needs, { customerId, from }, transactionPassword);
  if (!proven.ok) return proven;
  const password = { envelopeHash: sha256Hex(transactionPassword), provenAt: clock.now() };
  const { name } = await readCustomer(db, vault, customerId);
  return ok({ password, key: await newCustomerKey(name) });
}
