import type { CustomerId, Instant } from '@miaodai/values';
import { v7 as uuid } from 'uuid';
import type { Vault } from '../../platform/crypto/vault.ts';
import type { Db, Tx } from '../../platform/db/connect.ts';

const TABLE = 'account.cards';

/** A card of the customer's own, as its bank knows it. */
export type Card = { cardNo: string; mobile: string; bankName: string };
export type BoundCard = Card & { boundAt: Instant };

/** @throws where a card is bound already: it is unbound first. */
export async function bindCard(tx: Tx, vault: Vault, customerId: CustomerId, card: Card, boundAt: Instant) {
  const id = uuid();
  await tx
    .insertInto(TABLE)
    .values({
      card_id: id,
      customer_id: customerId,
      card_no_cipher: vault.seal(`${TABLE}.card_no`, id, card.cardNo),
      card_no_index: vault.index('card-no', card.cardNo),
      mobile_cipher: vault.seal(`${TABLE}.mobile`, id, card.mobile),
      bank_name: card.bankName,
      bound_at: boundAt,
    })
    .execute();
}

/** The card that is bound now. */
export async function boundCardOf(tx: Tx | Db, vault: Vault, customerId: CustomerId): Promise<BoundCard | undefined> {
  const row = await tx
    .selectFrom(TABLE)
    .select(['card_id', 'card_no_cipher', 'mobile_cipher', 'bank_name', 'bound_at'])
    .where('customer_id', '=', customerId)
    .where('unbound_at', 'is', null)
    .executeTakeFirst();
  return (
    row && {
      cardNo: vault.open(`${TABLE}.card_no`, row.card_id, row.card_no_cipher),
      mobile: vault.open(`${TABLE}.mobile`, row.card_id, row.mobile_cipher),
      bankName: row.bank_name,
      boundAt: row.bound_at,
    }
  );
}

/** False where none was bound. */
export async function unbindCard(tx: Tx, customerId: CustomerId, unboundAt: Instant): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable(TABLE)
    .set({ unbound_at: unboundAt })
    .where('customer_id', '=', customerId)
    .where('unbound_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}
