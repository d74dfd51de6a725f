import { assert, ok, type ApplicationId } from '@miaodai/values';
import { readProduct } from '../../bank/products/index.ts';
import { queueMessage } from '../../customer/messages/index.ts';
import type { Context } from '../../platform/context.ts';
import type { Vault } from '../../platform/crypto/vault.ts';
import { paperKinds } from './content.ts';
import { insertEvent } from './events.store.ts';
import { lockInHand, type HandRefusal } from './lock-for-work.ts';
import { wrongField, type Decided, type Officer } from './review.rules.ts';
import { updateReview } from './review.store.ts';

type Input = { applicationId: ApplicationId; version: number; kinds: string[]; words: string };

/** The customer is told what is missing; the officer keeps it in hand. */
export async function askForPapers(
  context: Context,
  vault: Vault,
  { applicationId, version, kinds, words }: Input,
  officer: Officer,
): Promise<Decided<void, HandRefusal>> {
  const { tx, today, now } = context;
  const locked = await lockInHand(context, vault, { applicationId, version }, officer);
  if (!locked.ok) return locked;
  const { application } = locked.value;
  const asked = (await paperKinds(tx, today)).filter(({ kind, use }) => use === 'customer' && kinds.includes(kind));
  if (asked.length !== new Set(kinds).size) return wrongField('kinds', '请从列表中选择资料');
  const product = await readProduct(tx, application.productCode, application.branchCode, today);
  assert(product, `${application.productCode} is offered`);

  await updateReview(tx, vault, applicationId, {
    state: 'waiting-for-papers',
    asked: { kinds: asked.map(({ kind }) => kind), words, at: now },
  });
  await insertEvent(tx, vault, applicationId, { event: 'papers-asked', by: officer.staffId, note: words }, now);
  const to = { customerId: application.customerId, kind: 'papers-asked' };
  const papers = asked.map(({ label }) => label).join('、');
  await queueMessage(context, vault, to, { product: product.name, papers });
  return ok(undefined);
}
