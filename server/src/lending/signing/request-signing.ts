import { canonicalJson } from '@miaodai/values';
import { v7 as uuid } from 'uuid';
import type { From } from '../../customer/consent/index.ts';
import { intendCall } from '../../integrations/external-calls/index.ts';
import type { Context } from '../../platform/context.ts';
import { sha256Hex, type Vault } from '../../platform/crypto/vault.ts';
import { together } from '../../platform/db/together.ts';
import type { Contract } from '../contract/index.ts';
import { gatherEvidence, type PasswordProof } from './gather-evidence.ts';
import { requestNoOf, type CustomerKey } from './signing.rules.ts';
import { insertSigning } from './signing.store.ts';

/**
 * What a contract that was agreed to just now needs to be signed: the customer's key, the evidence of who agreed, and the call to come
 * commit with the agreement; signContract follows. The index makes it one signing, however often it is asked for.
 */
export async function requestSigning(
  context: Context,
  vault: Vault,
  contract: Contract,
  { key, password }: { key: CustomerKey; password: PasswordProof },
  from: From,
): Promise<void> {
  const { tx, now, emit } = context;
  const id = uuid();
  const requestNo = requestNoOf(id);
  const evidence = await gatherEvidence(context, vault, contract, password, from);
  const evidenceHash = sha256Hex(canonicalJson(evidence));
  emit('contract.agreed', id);
  await together([
    insertSigning(tx, vault, {
      ...{ id, contractId: contract.id, applicationId: contract.applicationId, customerId: contract.customerId },
      ...{ state: 'requested', requestNo, textHash: contract.textHash, evidence, evidenceHash, requestedAt: now, key },
    }),
    intendCall(tx, {
      ...{ requestNo, system: 'certificate-authority', operation: 'issue', subject: id },
      requestHash: vault
        .index('certificate', `${evidenceHash}:${sha256Hex(key.csr.toString('base64'))}`)
        .toString('hex'),
    }),
  ]);
}
