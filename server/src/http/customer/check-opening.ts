import type { accountOperations, Request } from '@miaodai/http-api';
import { birthOf, dayInShanghai, ok, refuse, yearsBetween, type CustomerId } from '@miaodai/values';
import { v7 as uuid } from 'uuid';
import { today } from '../../bank/calendar/index.ts';
import { readSettings } from '../../bank/settings/index.ts';
import { accountNoOf, binOf } from '../../customer/account/index.ts';
import { currentIdDocument, isExpired } from '../../customer/documents/index.ts';
import { readContact } from '../../customer/identity/index.ts';
import { withinRate } from '../../platform/rate-limit.store.ts';
import type { Needs } from './needs.ts';

const DAY_SECONDS = 86_400;
const CARD_REFUSALS = {
  'elements-mismatch': 'card-elements-mismatch',
  'card-not-supported': 'card-not-supported',
  'card-lost': 'card-lost',
} as const;

/** Who the person is and whose card it is, asked of those who know, before an account is asked for (ACC-1). A try is used up. */
export async function checkOpening(
  needs: Needs,
  customerId: CustomerId,
  { cardNo, cardMobile }: Request<(typeof accountOperations)['openAccount']>['body'],
) {
  const { db, vault, citizenRegistry } = needs;
  const on = await today(db);
  const settings = await readSettings(db, on);
  if (await accountNoOf(db, vault, customerId)) return refuse('account-exists');
  const document = await currentIdDocument(db, vault, customerId);
  if (!document) return refuse('id-document-incomplete');
  if (isExpired(document.expiresOn, on)) return refuse('id-document-expired');
  const { name, idNumber } = document;
  if (yearsBetween(birthOf(idNumber), on) < settings.customerMinAgeYears) return refuse('too-young');
  if (binOf(cardNo)?.cardKind === 'credit') return refuse('card-not-supported');
  const subject = `card:${customerId}:${dayInShanghai(needs.clock.now())}`;
  if (!(await withinRate(db, subject, settings.cardChecksPerDay, DAY_SECONDS))) return refuse('too-many-requests');
  const citizen = await citizenRegistry.verifyCitizen({ name, idNumber });
  if (citizen.is !== 'done') return refuse('outside-system-silent');
  if (citizen.value.match !== 'match') return refuse('identity-mismatch');
  const card = await checkCard(needs, { name, idNumber, cardNo, mobile: cardMobile });
  if (!card.ok) return card;
  const { mobile } = await readContact(db, vault, customerId);
  return ok({ name, idNumber, mobile, cardNo, cardMobile, bankName: card.value.bankName });
}

/** The four elements, by the network; an own debit card only. */
async function checkCard(
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
