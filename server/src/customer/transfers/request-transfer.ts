import { ok, refuse, type CustomerId, type Fen, type Result } from '@miaodai/values';
import { v7 as uuid } from 'uuid';
import { readSettings } from '../../bank/settings/index.ts';
import type { Context } from '../../platform/context.ts';
import type { Vault } from '../../platform/crypto/vault.ts';
import { boundCardOf } from '../account/index.ts';
import { beginLeg } from './begin-leg.ts';
import { amountRefusal, limitsOf, type AmountRefusal, type Direction, type Transfer } from './transfers.rules.ts';
import type { TransferId } from './transfers.rules.ts';
import { insertTransfer, lockTransfersOf, usedLimits } from './transfers.store.ts';

export type Wish = { customerId: CustomerId; direction: Direction; amountFen: Fen; accountNo: string; cardNo: string };

/**
 * The customer's wish, once password, state and balance have been looked at. Limits are counted under a lock, so that two wishes at once
 * never pass together what each would alone. The transfer, its first leg and the call to come commit together.
 */
export async function requestTransfer(
  context: Context,
  vault: Vault,
  wish: Wish,
): Promise<Result<Transfer, AmountRefusal | 'card-not-bound'>> {
  const { tx, today, now } = context;
  const { customerId, direction, amountFen, accountNo, cardNo } = wish;
  await lockTransfersOf(tx, customerId);
  const card = await boundCardOf(tx, vault, customerId);
  // Unbound or replaced since it was looked at: nothing goes to or from a card that the customer does not see.
  if (card?.cardNo !== cardNo) return refuse('card-not-bound');
  const settings = await readSettings(tx, today);
  const limits = limitsOf(direction, settings);
  const broken = amountRefusal(amountFen, limits, await usedLimits(tx, customerId, direction, today));
  if (broken) return refuse(broken[0], { [broken[0]]: broken[1] });

  const transfer: Transfer = {
    ...{ id: uuid() as TransferId, customerId, direction, amountFen, accountNo, cardNo, bankName: card.bankName },
    ...{ clearingAccountNo: settings.transferClearingAccountNo, state: 'requested', refusalCode: null },
    ...{ serialNo: null, askedOn: today, requestedAt: now, settledAt: null },
  };
  await insertTransfer(tx, vault, transfer);
  await beginLeg(context, vault, transfer, 'take');
  return ok(transfer);
}
