import type { ContractId, Instant } from '@miaodai/values';
import type { Vault } from '../../platform/crypto/vault.ts';
import type { Db, Tx } from '../../platform/db/connect.ts';
import { contentOf, fileFactsOf, sm2Of } from './files.store.ts';
import type { Signature, Sm2Signature } from './signing.rules.ts';
import { signingOf } from './signing.store.ts';

type SignedFile = {
  content: Buffer;
  sha256: string;
  signedAt: Instant;
  signatures: Signature[];
  sm2: Sm2Signature | undefined;
};

/** The signed file of a contract, to the byte; undefined before it is signed, and once it need not be kept any more. */
export async function signedFileOf(tx: Tx | Db, vault: Vault, contractId: ContractId): Promise<SignedFile | undefined> {
  const signing = await signingOf(tx, vault, contractId);
  const facts = await fileFactsOf(tx, contractId);
  const content = await contentOf(tx, vault, contractId);
  if (!signing?.signedAt || !facts || !content) return undefined;
  const sm2 = await sm2Of(tx, contractId);
  return { content, sm2, sha256: facts.sha256, signedAt: signing.signedAt, signatures: signing.signatures };
}
