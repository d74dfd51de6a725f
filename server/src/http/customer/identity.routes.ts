import type { applicationOperations } from '@miaodai/http-api';
import { dayInShanghai, ok, refuse, type ApplicationId } from '@miaodai/values';
import { v7 as uuid } from 'uuid';
import { today } from '../../bank/calendar/index.ts';
import { readSettings } from '../../bank/settings/index.ts';
import { readCustomer } from '../../customer/identity/index.ts';
import { identify, ownApplication, passFaceCheck, takeIdentityTry } from '../../lending/application/index.ts';
import { withinRate } from '../../platform/rate-limit.store.ts';
import { informed, type Handlers } from '../door.ts';
import { shownApplication } from './application-access.ts';
import type { Needs } from './needs.ts';

const DAY_SECONDS = 86_400;

/** Face check and identity: a person waits while others are asked, with no transaction open. */
export const identityRoutes = (
  needs: Needs,
): Pick<Handlers<typeof applicationOperations>, 'checkFace' | 'identify'> => {
  const { db, vault, inTx, clock, faceCheck, hrSystem, citizenRegistry } = needs;
  return {
    checkFace: informed({
      before: async ({ params }, { customerId }) => {
        const application = await ownApplication(db, vault, params.applicationId as ApplicationId, customerId);
        if (!application) return refuse('not-found');
        if (application.step !== 'face-check') return refuse('step-not-allowed');
        const { faceChecksPerDay } = await readSettings(db, await today(db));
        const subject = `face:apply:${customerId}:${dayInShanghai(clock.now())}`;
        if (!(await withinRate(db, subject, faceChecksPerDay, DAY_SECONDS))) return refuse('too-many-requests');
        const { name, idNumber } = await readCustomer(db, vault, customerId);
        const verdict = await faceCheck.check({ attemptNo: uuid(), name, idNumber });
        return verdict.is === 'done' ? ok(verdict.value) : refuse('outside-system-silent');
      },
      within: async (context, { params, body }, { customerId, from }, verdict) => {
        const ids = { customerId, applicationId: params.applicationId as ApplicationId };
        const passed = await passFaceCheck(context, vault, { ...ids, ...body, verdict }, from);
        if (!passed.ok) return passed;
        return ok({
          passed: true,
          standIn: faceCheck.standIn,
          application: await shownApplication(context.tx, vault, ids),
        });
      },
    }),
    identify: informed({
      before: async ({ params, body }, { customerId }) => {
        const ids = { customerId, applicationId: params.applicationId as ApplicationId };
        const settings = await readSettings(db, await today(db));
        const taken = await inTx((context) => takeIdentityTry(context, vault, ids, settings));
        if (!taken.ok) return taken;
        const { name, idNumber } = await readCustomer(db, vault, customerId);
        const citizen = await citizenRegistry.verifyCitizen({ name, idNumber });
        if (citizen.is !== 'done') return refuse('outside-system-silent');
        if (citizen.value.match !== 'match') return refuse('identity-mismatch');
        const standing = await hrSystem.verifyEmployee({ name, idNumber, erpNo: body.erpNo });
        return standing.is === 'done' ? ok(standing.value) : refuse('outside-system-silent');
      },
      within: async (context, { params, body }, { customerId }, standing) => {
        const ids = { customerId, applicationId: params.applicationId as ApplicationId };
        const settings = await readSettings(context.tx, context.today);
        const identified = await identify(context, vault, { ...ids, erpNo: body.erpNo, standing }, settings);
        return identified.ok ? ok(await shownApplication(context.tx, vault, ids)) : identified;
      },
    }),
  };
};
