import { dayInShanghai, ok, refuse, type CustomerId } from '@miaodai/values';
import { v7 as uuid } from 'uuid';
import { today } from '../../bank/calendar/index.ts';
import { readSettings } from '../../bank/settings/index.ts';
import { binOf } from '../../customer/account/index.ts';
import { withinRate } from '../../platform/rate-limit.store.ts';
import type { Needs } from './needs.ts';

const DAY_SECONDS = 86_400;
const CARD_REFUSALS = {
  'elements-mismatch': 'card-elements-mismatch',
  'card-not-supported': 'card-not-supported',
  'card-lost': 'card-lost',
} as const;

/** A card that may be bound at all, and a try of the day, which is used up: cards are not guessed here. */
export async function mayCheckCard({ db, clock }: Needs, customerId: CustomerId, cardNo: string) {
  if (binOf(cardNo)?.cardKind === 'credit') return refuse('card-not-supported');
  const { cardChecksPerDay } = await readSettings(db, await today(db));
  const subject = `card:${customerId}:${dayInShanghai(clock.now())}`;
  const within = await withinRate(db, subject, cardChecksPerDay, DAY_SECONDS);
  return within ? ok(undefined) : refuse('too-many-requests');
}

/** The four elements, by the network; an own debit card only. */
export async function checkCard(
  { cardNetwork }: Needs,
  elements: { name: string; idNumber: string; cardNo: string; mobile: string },
) {
  const card = await cardNetwork.verifyCard({ requestNo: `C${uuid().replaceAll('-', '').slice(1)}`, ...elements });
  if (card.is === 'unknown') return refuse('outside-system-silent');
  if (card.is === 'refused') {
    return Object.hasOwn(CARD_REFUSALS, card.code)
      ? refuse(CARD_REFUSALS[card.code as keyof typeof CARD_REFUSALS])
      : refuse('card-not-supported');
  }
  return card.value.cardKind === 'debit' ? ok(card.value) : refuse('card-not-supported');
}
