import { ok, refuse, type ApplicationId, type CustomerId, type Result } from '@miaodai/values';
import { branchOfEmployer } from '../../bank/branches/index.ts';
import type { EmployeeStanding } from '../../integrations/hr-system/port.ts';
import type { Context } from '../../platform/context.ts';
import type { Vault } from '../../platform/crypto/vault.ts';
import { countIdentityTry, ownApplication, updateApplication } from './application.store.ts';
import type { Route } from './application.rules.ts';
import { moveTo } from './move-to.ts';

type Who = { customerId: CustomerId; applicationId: ApplicationId };

/** Counts the try before the registry and the HR system are asked, so that many at once are many tries. */
export async function takeIdentityTry(
  { tx }: Context,
  vault: Vault,
  { customerId, applicationId }: Who,
  { identityTriesPerApplication: most }: { identityTriesPerApplication: number },
): Promise<Result<void, 'not-found' | 'step-not-allowed' | 'too-many-requests'>> {
  const application = await ownApplication(tx, vault, applicationId, customerId, { lock: true });
  if (!application) return refuse('not-found');
  if (application.step !== 'identity') return refuse('step-not-allowed');
  return (await countIdentityTry(tx, applicationId, most)) === undefined ? refuse('too-many-requests') : ok(undefined);
}

/**
 * Routes the application by what the HR system said: whitelisted employer → instant, other employer of the group → standard (an
 * officer goes on), nobody → none: the number may be corrected while tries are left.
 */
export async function identify(
  context: Context,
  vault: Vault,
  { customerId, applicationId, erpNo, standing }: Who & { erpNo: string; standing: EmployeeStanding },
  { identityTriesPerApplication: most }: { identityTriesPerApplication: number },
): Promise<Result<void, 'not-found' | 'step-not-allowed'>> {
  const application = await ownApplication(context.tx, vault, applicationId, customerId, { lock: true });
  if (!application) return refuse('not-found');
  if (application.step !== 'identity') return refuse('step-not-allowed');

  const route = routeOf(standing);
  if (!standing.employee) {
    if (application.identityTries >= most) await moveTo(context, vault, application, 'not-eligible', { route, erpNo });
    else await updateApplication(context.tx, vault, applicationId, { route, erpNo }, context.now);
    return ok(undefined);
  }
  await moveTo(context, vault, application, route === 'instant' ? 'about-you' : 'officer', {
    route,
    erpNo,
    branchCode: await branchOfEmployer(context.tx, standing.employerCode),
    employerCode: standing.employerCode,
    employerName: standing.employerName,
    hiredOn: standing.hiredOn,
  });
  return ok(undefined);
}

const routeOf = (standing: EmployeeStanding): Route =>
  standing.employee ? (standing.whitelisted ? 'instant' : 'standard') : 'none';
