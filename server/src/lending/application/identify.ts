import { ok, refuse, type ApplicationId, type CustomerId, type Result } from '@miaodai/values';
import { openCase } from '../../bank/cases/index.ts';
import { employerOn } from '../../bank/employers/index.ts';
import { productOfRoute } from '../../bank/products/index.ts';
import type { EmployeeStanding } from '../../integrations/hr-system/port.ts';
import type { Context } from '../../platform/context.ts';
import type { Vault } from '../../platform/crypto/vault.ts';
import { countIdentityTry, openApplicationOf, ownApplication, updateApplication } from './application.store.ts';
import type { Application } from './application.rules.ts';
import { moveTo } from './move-to.ts';
import { changeProduct } from './product-of-application.store.ts';
import { routeOf, type Routing } from './routing.rules.ts';

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
 * Routes the application by what the HR system said of the person and the bank's roster of today says of the employer: on the whitelist →
 * instant, another employer of the group → standard, nobody → none: the number may be corrected while tries are left. Branch and
 * product follow the route and stay, whatever roster is published later.
 */
export async function identify(
  context: Context,
  vault: Vault,
  { customerId, applicationId, erpNo, standing }: Who & { erpNo: string; standing: EmployeeStanding },
  { identityTriesPerApplication: most }: { identityTriesPerApplication: number },
): Promise<Result<void, 'not-found' | 'step-not-allowed' | 'application-open'>> {
  const { tx, today, now } = context;
  const application = await ownApplication(tx, vault, applicationId, customerId, { lock: true });
  if (!application) return refuse('not-found');
  if (application.step !== 'identity') return refuse('step-not-allowed');

  const known = standing.employee ? await employerOn(tx, standing.employerCode, today) : undefined;
  const { route, employer, disagrees } = routeOf(standing, known);
  if (!standing.employee || !employer || route === 'none') {
    if (application.identityTries >= most) await moveTo(context, vault, application, 'not-eligible', { route, erpNo });
    else await updateApplication(tx, vault, applicationId, { route, erpNo }, now);
    return ok(undefined);
  }
  const taken = await takeProductOf(context, vault, application, route);
  if (!taken.ok) return taken;
  if (disagrees) {
    const [ours, theirs] = route === 'instant' ? ['在', '不在'] : ['不在', '在'];
    const reason = `${employer.code}：本行名册${ours}白名单，人力资源系统${theirs}白名单，按本行名册办理`;
    await openCase(tx, 'whitelists-disagree', applicationId, reason, now);
  }
  await moveTo(context, vault, application, 'about-you', {
    ...{ route, erpNo, branchCode: employer.branchCode, hiredOn: standing.hiredOn },
    ...{ employerCode: employer.code, employerName: employer.name, employerGrade: employer.grade },
  });
  return ok(undefined);
}

/** The application becomes one of the product of its route, unless the customer has another one of that open. */
async function takeProductOf(
  { tx }: Context,
  vault: Vault,
  application: Application,
  route: Exclude<Routing['route'], 'none'>,
): Promise<Result<void, 'application-open'>> {
  const product = await productOfRoute(tx, route, application.productCode);
  if (product.productCode === application.productCode) return ok(undefined);
  if (await changeProduct(tx, application.id, product.productCode)) return ok(undefined);
  const open = await openApplicationOf(tx, vault, application.customerId, product.productCode);
  const which = open ? `（申请编号 ${open.no}）` : '';
  return refuse('application-open', {
    words: `您的单位适用${product.name}，请继续办理已有的那笔${product.name}申请${which}`,
  });
}
