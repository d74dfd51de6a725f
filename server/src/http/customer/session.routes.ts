import type { sessionOperations } from '@miaodai/http-api';
import { mask, ok, refuse, type CustomerId } from '@miaodai/values';
import { today } from '../../bank/calendar/index.ts';
import { readSettings } from '../../bank/settings/index.ts';
import { checkPassword } from '../../customer/credentials/index.ts';
import {
  endSession,
  findCustomerByMobile,
  readCustomer,
  startSession,
  type SessionView,
} from '../../customer/identity/index.ts';
import { withinRate } from '../../platform/rate-limit.store.ts';
import { clearSessionCookie, fromOf, SESSION_COOKIE, setSessionCookie } from '../caller.ts';
import type { Handlers } from '../door.ts';
import type { Needs } from './needs.ts';

/** Nobody's: a try for a number that is not registered costs as much as one for a number that is. */
const NOBODY = '00000000-0000-0000-0000-000000000000' as CustomerId;

export const sessionRoutes = (needs: Needs): Handlers<typeof sessionOperations> => ({
  signIn: async ({ body }, _, { request, reply }) => {
    const { db, vault, clock } = needs;
    const now = clock.now();
    const settings = await readSettings(db, await today(db));
    const subjects = [
      `sign-in:ip:${request.ip}`,
      `sign-in:mobile:${vault.index('mobile', body.mobile).toString('hex')}`,
    ];
    for (const subject of subjects) {
      if (!(await withinRate(db, subject, settings.signInsPerMinute, 60))) return refuse('too-many-requests');
    }
    const customerId = (await findCustomerByMobile(db, vault, body.mobile)) ?? NOBODY;
    const rule = { tries: settings.loginTries, lockSeconds: settings.loginLockSeconds };
    const checked = await checkLogin(needs, customerId, body.password, rule);
    if (!checked.ok) return checked;
    const session = await startSession(db, { customerId, ...fromOf(request) }, settings, now);
    setSessionCookie(reply, session.token, needs.secureCookies);
    return ok(await viewOf(needs, session));
  },
  readSession: async (_, { session }) => ok(await viewOf(needs, session)),
  signOut: async (_, __, { request, reply }) => {
    const token = request.cookies[SESSION_COOKIE];
    if (token) await endSession(needs.db, token, needs.clock.now());
    clearSessionCookie(reply);
    return ok({ signedOut: true as const });
  },
});

async function checkLogin(
  { db, hasher, clock }: Needs,
  customerId: CustomerId,
  password: string,
  rule: { tries: number; lockSeconds: number },
) {
  if (customerId === NOBODY) {
    await hasher.hash(password); // Takes as long as a comparison, so that the time tells nobody who is registered.
    return refuse('wrong-credentials');
  }
  const checked = await checkPassword({ db, hasher }, { customerId, kind: 'login' }, password, rule, clock.now());
  if (checked.ok) return checked;
  // Tries left are not told before somebody is known: they would say that the number is registered.
  return checked.refusal === 'locked' ? refuse('login-locked', checked.detail) : refuse('wrong-credentials');
}

async function viewOf({ db, vault }: Needs, { customerId, idleUntil, endsAt }: SessionView) {
  const { name, mobile } = await readCustomer(db, vault, customerId);
  return { customer: { name: mask.name(name), mobile: mask.mobile(mobile) }, idleUntil, endsAt };
}
