import type { Right, staffSessionOperations } from '@miaodai/http-api';
import { ok, refuse } from '@miaodai/values';
import { branchName } from '../../bank/branches/index.ts';
import { today } from '../../bank/calendar/index.ts';
import { readSettings } from '../../bank/settings/index.ts';
import { endStaffSession, findStaffSession, signInStaff, type StaffSession } from '../../bank/staff/index.ts';
import { withinRate } from '../../platform/rate-limit.store.ts';
import { fromOf } from '../caller.ts';
import type { Handlers } from '../door.ts';
import { clearStaffCookie, setStaffCookie, STAFF_COOKIE, type StaffCaller } from './caller.ts';
import type { Needs } from './needs.ts';

export const staffSessionRoutes = (needs: Needs): Handlers<typeof staffSessionOperations, StaffCaller> => {
  const { db, clock, secureCookies } = needs;
  return {
    signInStaff: async ({ body }, _, { request, reply }) => {
      const { signInsPerMinute } = await readSettings(db, await today(db));
      if (!(await withinRate(db, `staff-sign-in:ip:${request.ip}`, signInsPerMinute, 60)))
        return refuse('too-many-requests');
      const signedIn = await signInStaff(needs, { ...body, from: fromOf(request) });
      if (!signedIn.ok) return signedIn;
      const before = request.cookies[STAFF_COOKIE];
      if (before !== undefined && before.length <= 100) await endStaffSession(db, before, clock.now());
      setStaffCookie(reply, signedIn.value.token, secureCookies);
      const session = await findStaffSession(db, signedIn.value.token, clock.now());
      return typeof session === 'string' ? refuse('wrong-staff-credentials') : ok(await viewOf(needs, session));
    },
    readStaffSession: async (_, { session }) => ok(await viewOf(needs, session)),
    signOutStaff: async (_, __, { request, reply }) => {
      const token = request.cookies[STAFF_COOKIE];
      if (token) await endStaffSession(db, token, clock.now());
      clearStaffCookie(reply);
      return ok({ signedOut: true as const });
    },
  };
};

async function viewOf({ db, clock }: Needs, session: StaffSession) {
  const { staffId, loginName, name, branchCode, roleNames: roles, level } = session;
  return {
    staff: { staffId, loginName, name, branchCode, branchName: await branchName(db, branchCode), roles, level },
    rights: session.rights as Right[],
    idleUntil: session.idleUntil,
    endsAt: session.endsAt,
    businessDay: await today(db),
    now: clock.now(),
  };
}
