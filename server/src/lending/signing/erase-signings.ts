import type { CustomerId } from '@miaodai/values';
import type { Vault } from '../../platform/crypto/vault.ts';
import type { Tx } from '../../platform/db/connect.ts';
import { eraseFiles } from './files.store.ts';
import { forgetSigners } from './signing.store.ts';

/** Once nothing demands it any more: that it was signed, and the file's hash, stay; the file and who signed it go. */
export async function eraseSignings(tx: Tx, vault: Vault, customerId: CustomerId): Promise<void> {
  await eraseFiles(tx, customerId);
  await forgetSigners(tx, vault, customerId);
}
