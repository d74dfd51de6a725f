import { transactionPasswordError } from '@miaodai/http-api/passwords';
import { birthOf, ok, refuse, type CustomerId, type Result } from '@miaodai/values';
import { today } from '../../bank/calendar/index.ts';
import { readSettings } from '../../bank/settings/index.ts';
import {
  checkPassword,
  checkSmsCode,
  openTransactionPassword,
  setPassword,
  type SmsCodeScope,
} from '../../customer/credentials/index.ts';
import { readContact, recordSecurityEvent } from '../../customer/identity/index.ts';
import type { Context } from '../../platform/context.ts';
import type { From } from '../caller.ts';
import type { Needs } from './needs.ts';

/** Who proves something, and from where: what goes wrong is told to them under "security". */
type Prover = { customerId: CustomerId; from: From };
type PasswordRefusal =
  'password-envelope-expired' | 'transaction-password-wrong' | 'transaction-password-locked' | 'too-many-requests';

/** Outside any transaction: the try counts whatever follows. */
export async function proveTransactionPassword(
  needs: Needs,
  { customerId, from }: Prover,
  jwe: string,
): Promise<Result<void, PasswordRefusal>> {
  const { db, hasher, envelope, clock } = needs;
  const now = clock.now();
  const settings = await readSettings(db, await today(db));
  const opened = await openTransactionPassword(db, envelope, customerId, jwe, now);
  if (!opened.ok) return refuse('password-envelope-expired');
  const rule = { tries: settings.transactionPasswordTries, lockSeconds: settings.transactionPasswordLockSeconds };
  const checked = await checkPassword({ db, hasher }, { customerId, kind: 'transaction' }, opened.value, rule, now);
  if (checked.ok) return checked;
  if (checked.refusal === 'busy') return refuse('too-many-requests');
  if (checked.refusal === 'wrong') {
    await recordSecurityEvent(db, customerId, 'transaction-password-failed', from, now);
    return refuse('transaction-password-wrong', checked.detail);
  }
  if (checked.detail?.['by']) await recordSecurityEvent(db, customerId, 'transaction-password-locked', from, now);
  return refuse('transaction-password-locked', checked.detail);
}

/** Outside any transaction: a wrong code is a try, a right one is spent. */
export async function proveSmsCode(
  { db, vault, clock }: Needs,
  scope: SmsCodeScope,
  code: string,
  { keep = false }: { keep?: boolean } = {},
): Promise<Result<void, 'sms-code-wrong' | 'sms-code-expired'>> {
  const { smsCodeTries } = await readSettings(db, await today(db));
  const checked = await checkSmsCode(db, vault, scope, code, { smsCodeTries, keep }, clock.now());
  if (checked.ok) return checked;
  return checked.refusal === 'expired' ? refuse('sms-code-expired') : refuse('sms-code-wrong', checked.detail);
}

/** The scope of a code that requestCode sent: to the customer's own number, for one purpose. */
export const ownCode = (customerId: CustomerId, purpose: string): SmsCodeScope => ({
  customerId,
  purpose,
  subject: customerId,
});

/** The hash of six digits that were sealed in the page and are not weak for this customer. Outside any transaction. */
export async function newTransactionPassword(
  { db, vault, hasher, envelope, clock }: Needs,
  customerId: CustomerId,
  jwe: string,
): Promise<Result<string, 'password-envelope-expired' | 'weak-password'>> {
  const opened = await openTransactionPassword(db, envelope, customerId, jwe, clock.now());
  if (!opened.ok) return refuse('password-envelope-expired');
  const { mobile, idNumber } = await readContact(db, vault, customerId);
  const known = idNumber === undefined ? { mobile } : { mobile, idNumber, birthday: birthOf(idNumber) };
  const words = transactionPasswordError(opened.value, known);
  if (words !== undefined) return refuse('weak-password', { words });
  return ok(await hasher.hash(opened.value));
}

/** Keeps what newTransactionPassword has hashed; its tries and lock start anew. */
export async function setTransactionPassword(
  { tx, now }: Context,
  { customerId, from }: Prover,
  hash: string,
  how: 'set' | 'changed' | 'reset',
): Promise<void> {
  await setPassword(tx, customerId, 'transaction', hash);
  await recordSecurityEvent(tx, customerId, `transaction-password-${how}`, from, now);
}
