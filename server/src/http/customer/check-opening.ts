import type { accountOperations, Request } from '@miaodai/http-api';
import { birthOf, ok, refuse, yearsBetween, type CustomerId } from '@miaodai/values';
import { today } from '../../bank/calendar/index.ts';
import { readSettings } from '../../bank/settings/index.ts';
import { accountNoOf } from '../../customer/account/index.ts';
import { currentIdDocument, isExpired } from '../../customer/documents/index.ts';
import { readContact } from '../../customer/identity/index.ts';
import { checkCard, mayCheckCard } from './check-card.ts';
import type { Needs } from './needs.ts';

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
  const within = await mayCheckCard(needs, customerId, cardNo);
  if (!within.ok) return within;
  const citizen = await citizenRegistry.verifyCitizen({ name, idNumber });
  if (citizen.is !== 'done') return refuse('outside-system-silent');
  if (citizen.value.match !== 'match') return refuse('identity-mismatch');
  const card = await checkCard(needs, { name, idNumber, cardNo, mobile: cardMobile });
  if (!card.ok) return card;
  const { mobile } = await readContact(db, vault, customerId);
  return ok({ name, idNumber, mobile, cardNo, cardMobile, bankName: card.value.bankName });
}
