import { assert, ok, type ApplicationId } from '@miaodai/values';
import { readProduct } from '../../bank/products/index.ts';
import { queueMessage } from '../../customer/messages/index.ts';
import type { Context } from '../../platform/context.ts';
import type { Vault } from '../../platform/crypto/vault.ts';
import { moveTo } from '../application/index.ts';
import { declineReasons } from './content.ts';
import { insertEvent } from './events.store.ts';
import { lockInHand, type HandRefusal } from './lock-for-work.ts';
import { releaseLimit } from './release-limit.ts';
import { wrongField, type Decided, type Officer } from './review.rules.ts';
import { updateReview } from './review.store.ts';

type Input = { applicationId: ApplicationId; version: number; reason: string; note: string };

/** With a reason of the bank's list, whose words the customer reads on the page; the note stays with the bank. */
export async function declineApplication(
  context: Context,
  vault: Vault,
  { applicationId, version, reason, note }: Input,
  officer: Officer,
): Promise<Decided<void, HandRefusal>> {
  const { tx, today, now } = context;
  const locked = await lockInHand(context, vault, { applicationId, version }, officer);
  if (!locked.ok) return locked;
  const known = (await declineReasons(tx, today)).find(({ code }) => code === reason);
  if (!known) return wrongField('reason', '请从列表中选择原因');
  const { application } = locked.value;
  const product = await readProduct(tx, application.productCode, application.branchCode, today);
  assert(product, `${application.productCode} is offered`);

  await updateReview(tx, vault, applicationId, {
    ...{ state: 'declined', holder: null, declineReason: reason },
    decided: { by: officer.staffId, at: now },
  });
  await insertEvent(tx, vault, applicationId, { event: 'declined', by: officer.staffId, note }, now);
  await releaseLimit(tx, applicationId, today);
  await moveTo(context, vault, application, 'declined');
  const to = { customerId: application.customerId, kind: 'declined' };
  await queueMessage(context, vault, to, { product: product.name });
  return ok(undefined);
}
