import { addSeconds, assert, type ApplicationId, type Instant } from '@miaodai/values';
import { readProduct } from '../../bank/products/index.ts';
import type { InTx } from '../../platform/context.ts';
import type { Vault } from '../../platform/crypto/vault.ts';
import { isDraft } from './application.rules.ts';
import { lockApplication } from './application.store.ts';
import { draftedProducts, draftsSavedBefore, eraseDraft } from './expire-drafts.store.ts';
import { moveTo } from './move-to.ts';

type Needs = { inTx: InTx; vault: Vault };
/** So many of a product at a time; the rest in the next hour. */
const BATCH = 500;
const DAY_SECONDS = 86_400;

/** Drafts that nobody has gone on with for the product's time expire, and what was filled in is deleted. @returns how many did. */
export async function expireDrafts({ inTx, vault }: Needs): Promise<number> {
  const old = await inTx(async ({ tx, today, now }) => {
    const found: { id: ApplicationId; before: Instant }[] = [];
    for (const which of await draftedProducts(tx)) {
      const product = await readProduct(tx, which.productCode, which.branchCode, today);
      assert(product, `${which.productCode} is offered`);
      const before = addSeconds(now, -product.draftDays * DAY_SECONDS);
      for (const id of await draftsSavedBefore(tx, which, before, BATCH)) found.push({ id, before });
    }
    return found;
  });
  let expired = 0;
  for (const { id, before } of old) {
    await inTx(async (context) => {
      const application = await lockApplication(context.tx, vault, id);
      // Its customer may have gone on in the meantime.
      if (!application || !isDraft(application.step) || application.savedAt >= before) return;
      await moveTo(context, vault, application, 'expired');
      await eraseDraft(context.tx, id);
      expired += 1;
    });
  }
  return expired;
}
