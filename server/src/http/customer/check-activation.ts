import type { accountOperations, Request } from '@miaodai/http-api';
import { ok, refuse, type CustomerId } from '@miaodai/values';
import { today } from '../../bank/calendar/index.ts';
import { accountNoOf } from '../../customer/account/index.ts';
import { currentIdDocument, isExpired, type IdDocument } from '../../customer/documents/index.ts';
import type { EcifValues } from '../../customer/ecif/index.ts';
import { readContact } from '../../customer/identity/index.ts';
import type { Needs } from './needs.ts';
import { newTransactionPassword, ownCode, proveSmsCode } from './proofs.ts';

/** ID cards of citizens are the only documents that are taken. */
const NATIONALITY = 'CHN';

/** The account's state first here, then at the core; then the new password, which may be weak, and last the code, which is spent. */
export async function checkActivation(
  needs: Needs,
  customerId: CustomerId,
  { residenceAddress, smsCode, password }: Request<(typeof accountOperations)['activateAccount']>['body'],
) {
  const { db, vault, coreBanking } = needs;
  const accountNo = await accountNoOf(db, vault, customerId);
  if (!accountNo) return refuse('account-not-ready');
  const document = await currentIdDocument(db, vault, customerId);
  if (!document) return refuse('id-document-incomplete');
  if (isExpired(document.expiresOn, await today(db))) return refuse('id-document-expired');
  const account = await coreBanking.account(accountNo);
  if (account.is === 'unknown') return refuse('outside-system-silent');
  if (account.is === 'refused' || account.value.state !== 'not-active') return refuse('account-not-ready');
  const hash = await newTransactionPassword(needs, customerId, password);
  if (!hash.ok) return hash;
  const code = await proveSmsCode(needs, ownCode(customerId, 'activate'), smsCode);
  if (!code.ok) return code;
  const { mobile } = await readContact(db, vault, customerId);
  return ok({ hash: hash.value, accountNo, record: recordFrom(document, { residenceAddress, mobile }) });
}

/** What the master record is told (ACC-3): what the ID card says, and the residence as the customer has written it. */
const recordFrom = (document: IdDocument, told: { residenceAddress: string; mobile: string }): EcifValues => ({
  ...{ name: document.name, idNumber: document.idNumber, idIssuer: document.issuer },
  ...{ idValidFrom: document.validFrom, idValidTo: document.validTo },
  ...{ sex: document.sex, nationality: NATIONALITY, ethnicity: document.ethnicity, birthDate: document.birthDate },
  ...{ idAddress: document.address, ...told },
});
