import type { applicationOperations } from '@miaodai/http-api';
import { ok, refuse } from '@miaodai/values';
import { today } from '../../bank/calendar/index.ts';
import { readSettings } from '../../bank/settings/index.ts';
import { readCustomer } from '../../customer/identity/index.ts';
import { giveBackIdentityTry, identify, passFaceCheck, takeIdentityTry } from '../../lending/application/index.ts';
import { withinRate } from '../../platform/rate-limit.store.ts';
import { informed, type Handlers } from '../door.ts';
import { faceShown, shownApplication, whoseApplication } from './application-access.ts';
import type { Needs } from './needs.ts';

/** A try that was not answered is given back; so many in an hour are asked for nevertheless, for each that is counted. */
const ASKS_PER_TRY = 4;
const HOUR_SECONDS = 3_600;

/** Face check and identity: others are asked with no transaction open. */
export const identityRoutes = (
  needs: Needs,
): Pick<Handlers<typeof applicationOperations>, 'checkFace' | 'identify'> => {
  const { db, vault, inTx, hrSystem, citizenRegistry } = needs;
  return {
    checkFace: {
      within: async (context, input, caller) => {
        const who = whoseApplication(input, caller);
        const settings = await readSettings(context.tx, context.today);
        const passed = await passFaceCheck(context, vault, { ...who, ...input.body }, caller.from, settings);
        if (!passed.ok) return passed;
        const application = await shownApplication(context, vault, who);
        return ok({ passed: true, standIn: passed.value.standIn, application });
      },
    },
    identify: informed({
      before: async (input, caller) => {
        const who = whoseApplication(input, caller);
        const faced = await faceShown(db, vault, who);
        if (!faced.ok) return faced;
        const settings = await readSettings(db, await today(db));
        const most = settings.identityTriesPerApplication * ASKS_PER_TRY;
        if (!(await withinRate(db, `identify:${who.customerId}`, most, HOUR_SECONDS)))
          return refuse('too-many-requests');
        const taken = await inTx((context) => takeIdentityTry(context, vault, who, settings));
        if (!taken.ok) return taken;
        const silent = async () => {
          await inTx(({ tx }) => giveBackIdentityTry(tx, who.applicationId));
          return refuse('outside-system-silent');
        };
        const { name, idNumber } = await readCustomer(db, vault, who.customerId);
        const citizen = await citizenRegistry.verifyCitizen({ name, idNumber });
        if (citizen.is !== 'done') return silent();
        if (citizen.value.match !== 'match') return refuse('identity-mismatch');
        const standing = await hrSystem.verifyEmployee({ name, idNumber, erpNo: input.body.erpNo });
        return standing.is === 'done' ? ok(standing.value) : silent();
      },
      within: async (context, input, caller, standing) => {
        const who = whoseApplication(input, caller);
        const settings = await readSettings(context.tx, context.today);
        const identified = await identify(context, vault, { ...who, erpNo: input.body.erpNo, standing }, settings);
        return identified.ok ? ok(await shownApplication(context, vault, who)) : identified;
      },
    }),
  };
};
