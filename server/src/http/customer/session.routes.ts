import type { Request, sessionOperations } from '@miaodai/http-api';
import { mask, minuteInShanghai, ok, refuse, type CustomerId } from '@miaodai/values';
import { today } from '../../bank/calendar/index.ts';
import { readSettings } from '../../bank/settings/index.ts';
import { subjectOf } from '../../customer/credentials/index.ts';
import {
  endSessions,
  findCustomerByMobile,
  isStrange,
  knowDevice,
  listSessions,
  readContact,
  recordSecurityEvent,
  signOut,
  startSession,
  type SessionView,
} from '../../customer/identity/index.ts';
import { countUnread, queueMessage } from '../../customer/messages/index.ts';
import type { Context } from '../../platform/context.ts';
import { withinRate } from '../../platform/rate-limit.store.ts';
import {
  clearSessionCookie,
  deviceTokenOf,
  fromOf,
  SESSION_COOKIE,
  setDeviceCookie,
  setSessionCookie,
} from '../caller.ts';
import type { Handlers } from '../door.ts';
import type { Raw } from '../handlers.ts';
import { proveLogin } from './prove-login.ts';
import type { Needs } from './needs.ts';
import { proveSmsCode } from './proofs.ts';
import { sendCode, withinCodeLimits } from './send-code.ts';

type SignIn = Request<typeof sessionOperations.signIn>['body'];

export const sessionRoutes = (needs: Needs): Handlers<typeof sessionOperations> => ({
  signIn: ({ body }, _, raw) => signIn(needs, body, raw),
  requestSignInCode: async ({ body }, _, raw) => {
    const { mobile, password } = body;
    const customerId = await provenCustomer(needs, { mobile, password }, raw);
    if (!customerId.ok) return customerId;
    if (!(await withinCodeLimits(needs, raw))) return refuse('too-many-requests');
    return needs.inTx((context) => sendCode(context, needs, { scope: signInCode(needs, mobile), mobile }));
  },
  readSession: async (_, { session }) => ok(await viewOf(needs, session)),
  signOut: async (_, __, { request, reply }) => {
    const token = request.cookies[SESSION_COOKIE];
    if (token) await signOut(needs.db, token, needs.clock.now());
    clearSessionCookie(reply);
    return ok({ signedOut: true as const });
  },
  listSessions: async (_, { customerId, session }) => {
    const sessions = await listSessions(needs.db, customerId, needs.clock.now());
    return ok({ sessions: sessions.map((one) => ({ ...one, current: one.sessionId === session.sessionId })) });
  },
  endSession: {
    within: async ({ tx, now }, { params }, { customerId, from, session }) => {
      const which = { only: params.sessionId, mine: session.sessionId };
      const ended = await endSessions(tx, customerId, which, now);
      if (ended === 0) return refuse('not-found');
      await recordSecurityEvent(tx, customerId, 'session-ended', from, now);
      return ok({ ended });
    },
  },
  endOtherSessions: {
    within: async ({ tx, now }, _, { customerId, from, session }) => {
      const ended = await endSessions(tx, customerId, { butNot: session.sessionId, mine: session.sessionId }, now);
      if (ended > 0) await recordSecurityEvent(tx, customerId, 'session-ended', from, now);
      return ok({ ended });
    },
  },
});

async function signIn(needs: Needs, { mobile, password, smsCode }: SignIn, raw: Raw) {
  const { db, inTx } = needs;
  const found = await provenCustomer(needs, { mobile, password }, raw);
  if (!found.ok) return found;
  const customerId = found.value;
  const { newDeviceAsksCode } = await readSettings(db, await today(db));
  const isNew = newDeviceAsksCode && (await isStrange(db, customerId, deviceTokenOf(raw.request)));
  if (isNew) {
    if (smsCode === undefined) return refuse('new-device');
    const code = await proveSmsCode(needs, signInCode(needs, mobile), smsCode);
    if (!code.ok) return code;
  }
  const begun = await inTx((context) =>
    beginSession(context, needs, raw, { customerId, proven: isNew || !newDeviceAsksCode }),
  );
  if (!begun.ok) return begun;
  return ok(await viewOf(needs, begun.value));
}

type Beginning = { customerId: CustomerId; proven: boolean; silent?: boolean };

/** The device is this customer's, the session begins, and the one that this browser had before ends. */
export async function beginSession(
  context: Context,
  needs: Needs,
  raw: Raw,
  { customerId, proven, silent }: Beginning,
) {
  const { tx, now, today: on } = context;
  const { request, reply } = raw;
  const from = fromOf(request);
  const token = deviceTokenOf(request);
  const asked = { customerId, userAgent: from.device, proven, ...(token === undefined ? {} : { token }) };
  const device = await knowDevice(tx, asked, now);
  if (!device.ok) return device;
  const { deviceId } = device.value;
  const session = await startSession(tx, { customerId, deviceId, ...from }, await readSettings(tx, on), now);
  if (!silent) {
    const kind = device.value.isNew ? 'signed-in-new-device' : 'signed-in';
    await recordSecurityEvent(tx, customerId, kind, from, now);
    // The first device of all is no news.
    if (device.value.isNew && proven) {
      await queueMessage(context, needs.vault, { customerId, kind: 'new-device' }, { time: minuteInShanghai(now) });
    }
  }
  const before = request.cookies[SESSION_COOKIE];
  if (before !== undefined && before.length <= 100) await signOut(tx, before, now);
  setDeviceCookie(reply, device.value.token, needs.secureCookies);
  setSessionCookie(reply, session.token, needs.secureCookies);
  return ok(session);
}

const signInCode = ({ vault }: Needs, mobile: string) => ({
  ...{ mobile, purpose: 'sign-in' as const, subject: subjectOf(vault, 'sign-in', mobile) },
});

/** Who has the right password, within the limits of tries; who has none is not told from who has a wrong one. */
async function provenCustomer(needs: Needs, { mobile, password }: SignIn, { request }: Raw) {
  const { db, vault } = needs;
  const settings = await readSettings(db, await today(db));
  const subjects = [`sign-in:ip:${request.ip}`, `sign-in:mobile:${vault.index('mobile', mobile).toString('hex')}`];
  for (const subject of subjects) {
    if (!(await withinRate(db, subject, settings.signInsPerMinute, 60))) return refuse('too-many-requests');
  }
  const customerId = await findCustomerByMobile(db, vault, mobile);
  const rule = { tries: settings.loginTries, lockSeconds: settings.loginLockSeconds };
  const who = customerId === undefined ? { strangerAt: mobile } : { customerId, from: fromOf(request) };
  const proven = await proveLogin(needs, who, password, rule);
  if (proven.ok && customerId !== undefined) return ok(customerId);
  if (proven.ok) return refuse('wrong-credentials');
  if (proven.refusal === 'busy') return refuse('too-many-requests');
  // Tries left are not told before somebody is known: they would say that the number is registered.
  return proven.refusal === 'locked' ? refuse('login-locked', proven.detail) : refuse('wrong-credentials');
}

/** A session as its owner reads it. */
export async function viewOf({ db, vault }: Needs, { customerId, idleUntil, endsAt }: SessionView) {
  const { name, mobile } = await readContact(db, vault, customerId);
  const { keypadShuffled } = await readSettings(db, await today(db));
  const customer = { name: name === undefined ? null : mask.name(name), mobile: mask.mobile(mobile) };
  const unreadMessages = await countUnread(db, customerId);
  return { customer, idleUntil, endsAt, keypadShuffled, unreadMessages };
}
