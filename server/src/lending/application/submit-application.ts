import { ok, refuse, type ApplicationId, type CustomerId, type Result } from '@miaodai/values';
import type { Context } from '../../platform/context.ts';
import type { Vault } from '../../platform/crypto/vault.ts';
import type { Db, Tx } from '../../platform/db/connect.ts';
import { missingAboutYou, missingMoney, type Application } from './application.rules.ts';
import { ownApplication } from './application.store.ts';
import { moveTo } from './move-to.ts';

type Who = { customerId: CustomerId; applicationId: ApplicationId };
type SubmitRefusal = 'not-found' | 'step-not-allowed' | 'answers-incomplete';

/** Whether it could be submitted now: looked at before a code or a password is asked for and used up. */
export async function checkSubmittable(
  tx: Tx | Db,
  vault: Vault,
  { customerId, applicationId }: Who,
  { lock = false } = {},
): Promise<Result<Application, SubmitRefusal>> {
  const application = await ownApplication(tx, vault, applicationId, customerId, { lock });
  if (!application) return refuse('not-found');
  if (application.step !== 'submit') return refuse('step-not-allowed');
  const missing = [...missingAboutYou(application.answers), ...missingMoney(application.answers, application.route)];
  return missing.length > 0 ? refuse('answers-incomplete') : ok(application);
}

/** SMS code and transaction password have been checked; from here on the decision is on its way. */
export async function submitApplication(
  context: Context,
  vault: Vault,
  who: Who,
): Promise<Result<void, SubmitRefusal>> {
  const checked = await checkSubmittable(context.tx, vault, who, { lock: true });
  if (!checked.ok) return checked;
  const { termMonths, purpose, wantedFen } = checked.value.answers.money;
  await moveTo(context, vault, checked.value, 'decision', {
    ...(termMonths === undefined ? {} : { termMonths }),
    ...(purpose === undefined ? {} : { purpose }),
    ...(wantedFen === undefined ? {} : { amountFen: wantedFen }),
    submittedAt: context.now,
  });
  context.emit('application.submitted', who.applicationId);
  return ok(undefined);
}
