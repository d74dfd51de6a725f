import type { applicationOperations } from '@miaodai/http-api';
import { dayInShanghai, ok, refuse } from '@miaodai/values';
import { today } from '../../bank/calendar/index.ts';
import { readSettings } from '../../bank/settings/index.ts';
import { readCustomer } from '../../customer/identity/index.ts';
import { checkSystem, ownApplication } from '../../lending/application/index.ts';
import { withinRate } from '../../platform/rate-limit.store.ts';
import { informed, type Handlers } from '../door.ts';
import { shownApplication, whoseApplication } from './application-access.ts';
import { gatesBefore } from './gates.ts';
import type { Needs } from './needs.ts';

const DAY_SECONDS = 86_400;

/** The bank's own check between the two agreements: registry and core are asked with no transaction open, nobody of the employer. */
export const systemCheckRoutes = (needs: Needs): Pick<Handlers<typeof applicationOperations>, 'checkSystem'> => {
  const { db, vault, clock, citizenRegistry } = needs;
  return {
    checkSystem: informed({
      before: async (input, caller) => {
        const { applicationId, customerId } = whoseApplication(input, caller);
        const application = await ownApplication(db, vault, applicationId, customerId);
        if (!application) return refuse('not-found');
        if (application.step !== 'system-check') return refuse('step-not-allowed');
        const { systemChecksPerDay } = await readSettings(db, await today(db));
        const counted = `system-check:${customerId}:${dayInShanghai(clock.now())}`;
        if (!(await withinRate(db, counted, systemChecksPerDay, DAY_SECONDS))) return refuse('too-many-requests');
        const { name, idNumber } = await readCustomer(db, vault, customerId);
        const citizen = await citizenRegistry.verifyCitizen({ name, idNumber });
        if (citizen.is !== 'done') return refuse('outside-system-silent');
        const gates = await gatesBefore(needs, 'apply', customerId);
        if (!gates.ok) return gates;
        return ok({ citizenMatches: citizen.value.match === 'match', accountInOrder: gates.value.length === 0 });
      },
      within: async (context, input, caller, facts) => {
        const who = whoseApplication(input, caller);
        const checked = await checkSystem(context, vault, who, facts);
        return checked.ok ? ok(await shownApplication(context, vault, who)) : checked;
      },
    }),
  };
};
