import type { Instant } from '@miaodai/values';
import type { From } from '../../customer/consent/index.ts';
import { currentIdDocument } from '../../customer/documents/index.ts';
import type { Context } from '../../platform/context.ts';
import type { Vault } from '../../platform/crypto/vault.ts';
import { together } from '../../platform/db/together.ts';
import { facesShown, systemCheckOf } from '../application/index.ts';
import type { Contract } from '../contract/index.ts';
import type { Evidence } from './signing.rules.ts';

/** That the transaction password was given for this agreement. */
export type PasswordProof = { envelopeHash: string; provenAt: Instant };

/** By what the customer was recognised, as it is known at the moment of agreement. */
export async function gatherEvidence(
  { tx, now }: Context,
  vault: Vault,
  contract: Contract,
  password: PasswordProof,
  { channel, device, ip }: From,
): Promise<Evidence> {
  const [faces, card, check] = await together([
    facesShown(tx, contract.applicationId),
    currentIdDocument(tx, vault, contract.customerId),
    systemCheckOf(tx, contract.applicationId),
  ]);
  return {
    contractNo: contract.no,
    textHash: contract.textHash,
    costStatementHash: contract.costStatementHash,
    customerId: contract.customerId,
    faces,
    idDocument: card ? { documentId: card.documentId, confirmedAt: card.confirmedAt } : null,
    systemCheckedAt: check?.passed ? check.at : null,
    password,
    from: { channel, device, ip },
    agreedAt: now,
  };
}
