import { ok, refuse, type ApplicationId, type CustomerId, type Result } from '@miaodai/values';
import type { Context } from '../../platform/context.ts';
import type { Vault } from '../../platform/crypto/vault.ts';
import { canMove } from './application.rules.ts';
import { ownApplication } from './application.store.ts';
import { moveTo } from './move-to.ts';

/** The customer gives the application up. Not while it is being decided on, nor once the payout has been confirmed. */
export async function withdrawApplication(
  context: Context,
  vault: Vault,
  { customerId, applicationId }: { customerId: CustomerId; applicationId: ApplicationId },
): Promise<Result<void, 'not-found' | 'step-not-allowed'>> {
  const application = await ownApplication(context.tx, vault, applicationId, customerId, { lock: true });
  if (!application) return refuse('not-found');
  if (!canMove(application.step, 'withdrawn')) return refuse('step-not-allowed');

  await moveTo(context, vault, application, 'withdrawn');
  context.emit('application.withdrawn', applicationId);
  return ok(undefined);
}
