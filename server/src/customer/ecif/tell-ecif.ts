import type { CustomerId, Instant } from '@miaodai/values';
import type { Vault } from '../../platform/crypto/vault.ts';
import type { Tx } from '../../platform/db/connect.ts';
import { lockRecord, readEcif, recordChange, writeFields } from './ecif.store.ts';
import { mergeEcif, type EcifValues } from './merge-ecif.rules.ts';

type Told = { customerId: CustomerId; by: string; occasion: string; values: EcifValues };

/** New values for a customer's record: what the merge takes of them is written, and that it was, by whom. */
export async function tellEcif(
  tx: Tx,
  vault: Vault,
  { customerId, by, occasion, values }: Told,
  now: Instant,
): Promise<void> {
  await lockRecord(tx, customerId);
  const { record, changed } = mergeEcif(await readEcif(tx, vault, customerId), values);
  if (changed.length === 0) return;
  const taken: EcifValues = Object.fromEntries(changed.map((field) => [field, record[field]]));
  await writeFields(tx, vault, customerId, taken, now);
  await recordChange(tx, customerId, { by, occasion, fields: changed }, now);
}
