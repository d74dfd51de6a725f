import { addDays, assert, dayInShanghai, type BusinessDate, type CustomerId } from '@miaodai/values';
import { readProduct } from '../../bank/products/index.ts';
import type { Vault } from '../../platform/crypto/vault.ts';
import type { Db, Tx } from '../../platform/db/connect.ts';
import type { Application } from './application.rules.ts';
import { latestDeclined } from './application.store.ts';
import { declinedAt } from './past-applications.store.ts';

type At = { tx: Tx | Db; today: BusinessDate };

/** From which day a declined application may be taken up again, by the rule of its product. */
export async function resubmitFrom(
  { tx, today }: At,
  { id, no, productCode, branchCode }: Application,
): Promise<BusinessDate> {
  const at = await declinedAt(tx, id);
  const product = await readProduct(tx, productCode, branchCode, today);
  assert(at && product, `${no} was declined, and its product is offered`);
  return addDays(dayInShanghai(at), product.resubmitAfterDays);
}

/** The last application that was declined, whichever product it was for, and whether applying again is still too early. */
export async function waitAfterDecline(
  at: At,
  vault: Vault,
  customerId: CustomerId,
): Promise<{ declined: Application; from: BusinessDate; mustWait: boolean } | undefined> {
  const declined = await latestDeclined(at.tx, vault, customerId);
  if (!declined) return undefined;
  const from = await resubmitFrom(at, declined);
  return { declined, from, mustWait: at.today < from };
}
