import { ok, type ApplicationId, type CustomerId } from '@miaodai/values';
import { checkSubmittable } from '../../lending/application/index.ts';
import type { From } from '../caller.ts';
import type { Needs } from './needs.ts';
import { proveSmsCode, proveTransactionPassword } from './proofs.ts';

type Who = { customerId: CustomerId; applicationId: ApplicationId; purpose: string; from: From };

/**
 * Transaction password, then SMS code, each used up by the try (APP-6, IDN-5, IDN-6). The password goes first: a wrong one leaves the
 * code good for the next try.
 */
export async function checkSubmission(needs: Needs, who: Who, given: { smsCode: string; transactionPassword: string }) {
  const { customerId, applicationId, purpose } = who;
  const submittable = await checkSubmittable(needs.db, needs.vault, who);
  if (!submittable.ok) return submittable;
  const password = await proveTransactionPassword(needs, who, given.transactionPassword);
  if (!password.ok) return password;
  const code = await proveSmsCode(needs, { customerId, purpose, subject: applicationId }, given.smsCode);
  return code.ok ? ok(undefined as never) : code;
}
