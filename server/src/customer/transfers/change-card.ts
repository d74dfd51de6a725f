import { mask, ok, refuse, type CustomerId, type Result } from '@miaodai/values';
import type { Context } from '../../platform/context.ts';
import type { Vault } from '../../platform/crypto/vault.ts';
import { bindCard, boundCardOf, unbindCard, type BoundCard, type Card } from '../account/index.ts';
import { queueMessage } from '../messages/index.ts';
import { hasOpenTransfers, lockTransfersOf } from './transfers.store.ts';

/**
 * Another card in the place of the one that was bound, or a new one where none is. What is on its way comes back to the card that it left,
 * so nothing may be: under the lock under which transfers begin.
 */
export async function changeCard(
  context: Context,
  vault: Vault,
  customerId: CustomerId,
  card: Card,
): Promise<Result<BoundCard, 'transfers-open'>> {
  const { tx, now } = context;
  await lockTransfersOf(tx, customerId);
  if (await hasOpenTransfers(tx, customerId)) return refuse('transfers-open');
  await unbindCard(tx, customerId, now);
  await bindCard(tx, vault, customerId, card, now);
  const words = { bankName: card.bankName, cardNo: tail(card.cardNo) };
  await queueMessage(context, vault, { customerId, kind: 'card-changed' }, words);
  return ok({ ...card, boundAt: now });
}

export async function removeCard(
  context: Context,
  vault: Vault,
  customerId: CustomerId,
): Promise<Result<void, 'transfers-open' | 'card-not-bound'>> {
  const { tx, now } = context;
  await lockTransfersOf(tx, customerId);
  if (await hasOpenTransfers(tx, customerId)) return refuse('transfers-open');
  const card = await boundCardOf(tx, vault, customerId);
  if (!card) return refuse('card-not-bound');
  await unbindCard(tx, customerId, now);
  await queueMessage(context, vault, { customerId, kind: 'card-unbound' }, { cardNo: tail(card.cardNo) });
  return ok(undefined);
}

const tail = (cardNo: string): string => mask.accountNo(cardNo).slice(-4);
