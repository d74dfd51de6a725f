import { ok, refuse, type ApplicationId, type CustomerId } from '@miaodai/values';
import { today } from '../../bank/calendar/index.ts';
import { readSettings } from '../../bank/settings/index.ts';
import { checkPassword, checkSmsCode, openTransactionPassword } from '../../customer/credentials/index.ts';
import { checkSubmittable } from '../../lending/application/index.ts';
import type { Needs } from './needs.ts';

type Who = { customerId: CustomerId; applicationId: ApplicationId; purpose: string };

/**
 * Transaction password, then SMS code, each used up by the try (APP-6, IDN-5, IDN-6). The password goes first: a wrong one leaves the
 * code good for the next try.
 */
export async function checkSubmission(needs: Needs, who: Who, given: { smsCode: string; transactionPassword: string }) {
  const { db, vault, hasher, envelope, clock } = needs;
  const { customerId, applicationId, purpose } = who;
  const now = clock.now();
  const submittable = await checkSubmittable(db, vault, who);
  if (!submittable.ok) return submittable;
  const settings = await readSettings(db, await today(db));

  const opened = await openTransactionPassword(db, envelope, customerId, given.transactionPassword, now);
  if (!opened.ok) return refuse('password-envelope-expired');
  const rule = { tries: settings.transactionPasswordTries, lockSeconds: settings.transactionPasswordLockSeconds };
  const password = await checkPassword({ db, hasher }, { customerId, kind: 'transaction' }, opened.value, rule, now);
  if (!password.ok) {
    return password.refusal === 'locked'
      ? refuse('transaction-password-locked', password.detail)
      : refuse('transaction-password-wrong', password.detail);
  }
  const scope = { customerId, purpose, subject: applicationId };
  const code = await checkSmsCode(db, vault, scope, given.smsCode, settings, now);
  if (!code.ok) return code.refusal === 'expired' ? refuse('sms-code-expired') : refuse('sms-code-wrong', code.detail);
  return ok(undefined as never);
}
