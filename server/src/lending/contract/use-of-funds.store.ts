import type { ApplicationId, ContractId } from '@miaodai/values';
import type { Document } from '../../bank/content/index.ts';
import type { Vault } from '../../platform/crypto/vault.ts';
import type { Db, Tx } from '../../platform/db/connect.ts';

const TABLE = 'contract.contracts';

/** With the contract that was drawn up on the declaration. */
export async function keepUseOfFunds(tx: Tx, vault: Vault, contractId: ContractId, document: Document): Promise<void> {
  const sealed = vault.seal(`${TABLE}.use_of_funds`, contractId, JSON.stringify(document));
  await tx
    .updateTable(TABLE)
    .set({ use_of_funds_cipher: sealed })
    .where('contract_id', '=', contractId)
    .executeTakeFirstOrThrow();
}

/** Of the application's live contract; none where it was declared before these were kept. */
export async function keptUseOfFunds(
  tx: Tx | Db,
  vault: Vault,
  applicationId: ApplicationId,
): Promise<Document | undefined> {
  const row = await tx
    .selectFrom(TABLE)
    .select(['contract_id', 'use_of_funds_cipher'])
    .where('application_id', '=', applicationId)
    .where('state', '<>', 'void')
    .executeTakeFirst();
  if (!row?.use_of_funds_cipher) return undefined;
  return JSON.parse(vault.open(`${TABLE}.use_of_funds`, row.contract_id, row.use_of_funds_cipher)) as Document;
}
