import type { ContractId, CustomerId } from '@miaodai/values';
import type { Vault } from '../../platform/crypto/vault.ts';
import type { Db, Tx } from '../../platform/db/connect.ts';
import type { Sm2Signature } from './signing.rules.ts';

const TABLE = 'signing.files';
type File = {
  contractId: ContractId;
  signingId: string;
  contractNo: string;
  sha256: string;
  content: Buffer;
  sm2: Sm2Signature | undefined;
};

/** One file of a contract, for ever. */
export async function insertFile(tx: Tx, vault: Vault, file: File): Promise<void> {
  await tx
    .insertInto(TABLE)
    .values({
      contract_id: file.contractId,
      signing_id: file.signingId,
      contract_no: file.contractNo,
      sha256: file.sha256,
      size_bytes: file.content.length,
      content_cipher: vault.seal(`${TABLE}.content`, file.contractId, file.content.toString('base64')),
      sm2_signature: file.sm2?.signature ?? null,
      sm2_public_key: file.sm2?.publicKey ?? null,
    })
    .execute();
}

/** What is told of the file without reading it. */
export const fileFactsOf = (
  tx: Tx | Db,
  contractId: ContractId,
): Promise<{ sha256: string; sizeBytes: number } | undefined> =>
  tx
    .selectFrom(TABLE)
    .select(['sha256', 'size_bytes as sizeBytes'])
    .where('contract_id', '=', contractId)
    .executeTakeFirst();

/** @returns undefined where it was never signed, or is no longer kept. */
export async function contentOf(tx: Tx | Db, vault: Vault, contractId: ContractId): Promise<Buffer | undefined> {
  const row = await tx
    .selectFrom(TABLE)
    .select('content_cipher')
    .where('contract_id', '=', contractId)
    .executeTakeFirst();
  if (!row?.content_cipher) return undefined;
  return Buffer.from(vault.open(`${TABLE}.content`, contractId, row.content_cipher), 'base64');
}

/** Undefined where the bank did not sign by SM2 then. */
export async function sm2Of(tx: Tx | Db, contractId: ContractId): Promise<Sm2Signature | undefined> {
  const row = await tx
    .selectFrom(TABLE)
    .select(['sm2_signature as signature', 'sm2_public_key as publicKey'])
    .where('contract_id', '=', contractId)
    .executeTakeFirst();
  if (!row?.signature || row.publicKey === null) return undefined;
  return { signature: row.signature, publicKey: row.publicKey };
}

/** Whether this very file was signed here: by its hash, to the byte. */
export async function knownFile(db: Db, sha256: string): Promise<{ contractNo: string } | undefined> {
  const row = await db.selectFrom(TABLE).select('contract_no').where('sha256', '=', sha256).executeTakeFirst();
  return row && { contractNo: row.contract_no };
}

export async function eraseFiles(tx: Tx, customerId: CustomerId): Promise<void> {
  const own = tx.selectFrom('signing.signings').select('signing_id').where('customer_id', '=', customerId);
  await tx.updateTable(TABLE).set({ content_cipher: null }).where('signing_id', 'in', own).execute();
}
