import type { Request, securityOperations } from '@miaodai/http-api';
import { minuteInShanghai, ok, refuse } from '@miaodai/values';
import { today } from '../../bank/calendar/index.ts';
import { readSettings } from '../../bank/settings/index.ts';
import { setPassword, subjectOf } from '../../customer/credentials/index.ts';
import {
  endSessions,
  findCustomerByMobile,
  knowDevice,
  readContact,
  recordSecurityEvent,
} from '../../customer/identity/index.ts';
import { queueMessage } from '../../customer/messages/index.ts';
import { withinRate } from '../../platform/rate-limit.store.ts';
import { deviceTokenOf, fromOf, setDeviceCookie } from '../caller.ts';
import { informed, type Handlers } from '../door.ts';
import type { Raw } from '../handlers.ts';
import type { Needs } from './needs.ts';
import { proveLogin } from './prove-login.ts';
import { proveSmsCode } from './proofs.ts';
import { sendPublicCode } from './send-code.ts';
import { weakLoginPassword } from './weak-login-password.ts';

type Operations = Pick<
  Handlers<typeof securityOperations>,
  'changeLoginPassword' | 'requestLoginReset' | 'resetLoginPassword'
>;
type Reset = Request<typeof securityOperations.resetLoginPassword>['body'];

const DAY_SECONDS = 86_400;
const done = () => ok({ done: true as const });

export const loginPasswordRoutes = (needs: Needs): Operations => ({
  changeLoginPassword: informed({
    before: async ({ body }, { customerId, from }) => {
      const { db, vault, hasher } = needs;
      const settings = await readSettings(db, await today(db));
      const rule = { tries: settings.loginTries, lockSeconds: settings.loginLockSeconds };
      const proven = await proveLogin(needs, { customerId, from }, body.oldPassword, rule);
      if (!proven.ok) {
        if (proven.refusal === 'busy') return refuse('too-many-requests');
        return proven.refusal === 'locked'
          ? refuse('login-locked', proven.detail)
          : refuse('login-password-wrong', proven.detail);
      }
      const { mobile } = await readContact(db, vault, customerId);
      const same = body.newPassword === body.oldPassword ? '新密码不能与原密码相同' : undefined;
      const words = same ?? (await weakLoginPassword(db, body.newPassword, mobile));
      return words === undefined ? ok(await hasher.hash(body.newPassword)) : refuse('weak-password', { words });
    },
    within: async (context, _, { customerId, from, session }, hash) => {
      const { tx, now } = context;
      await setPassword(tx, customerId, 'login', hash);
      await endSessions(tx, customerId, { butNot: session.sessionId, mine: session.sessionId }, now);
      await recordSecurityEvent(tx, customerId, 'login-password-changed', from, now);
      const words = { which: '登录密码', time: minuteInShanghai(now) };
      await queueMessage(context, needs.vault, { customerId, kind: 'password-changed' }, words);
      return done();
    },
  }),
  requestLoginReset: ({ body }, _, raw) =>
    sendPublicCode(needs, raw, body.mobile, {
      purpose: 'login-reset',
      subject: subjectOf(needs.vault, 'login-reset', body.mobile),
      instead: (owner) => (owner ? undefined : 'not-registered'),
    }),
  resetLoginPassword: ({ body }, _, raw) => resetLogin(needs, body, raw),
});

/**
 * By the code, and by the ID number of whom the bank knows: the code alone would give an account to whoever has taken over a number.
 * Nobody without the code learns whether the number is registered or known.
 */
async function resetLogin(needs: Needs, { mobile, smsCode, idNumber, password }: Reset, raw: Raw) {
  const { db, vault, hasher, inTx } = needs;
  const settings = await readSettings(db, await today(db));
  if (!(await withinRate(db, `login-reset:ip:${raw.request.ip}`, settings.signInsPerMinute, 60)))
    return refuse('too-many-requests');
  const words = await weakLoginPassword(db, password, mobile);
  if (words !== undefined) return refuse('weak-password', { words });
  const customerId = await findCustomerByMobile(db, vault, mobile);
  const contact = customerId && (await readContact(db, vault, customerId));
  const needsId = contact?.idNumber !== undefined && idNumber === undefined;
  const scope = { mobile, purpose: 'login-reset', subject: subjectOf(vault, 'login-reset', mobile) };
  const code = await proveSmsCode(needs, scope, smsCode, { keep: needsId });
  if (!code.ok) return code;
  if (!customerId) return refuse('sms-code-expired');
  if (needsId) return refuse('id-number-needed');
  if (!(await withinRate(db, `login-reset:${customerId}`, settings.loginTries, DAY_SECONDS)))
    return refuse('too-many-requests');
  if (contact?.idNumber !== undefined && contact.idNumber !== idNumber?.toUpperCase())
    return refuse('identity-mismatch');

  const hash = await hasher.hash(password);
  return inTx(async (context) => {
    const { tx, now } = context;
    const from = fromOf(raw.request);
    await setPassword(tx, customerId, 'login', hash);
    await endSessions(tx, customerId, {}, now);
    // The code has proven this browser too: it need not do so again when signing in.
    const token = deviceTokenOf(raw.request);
    const asked = { customerId, userAgent: from.device, proven: true, ...(token === undefined ? {} : { token }) };
    const device = await knowDevice(tx, asked, now);
    if (!device.ok) return refuse('sms-code-expired');
    setDeviceCookie(raw.reply, device.value.token, needs.secureCookies);
    await recordSecurityEvent(tx, customerId, 'login-password-reset', from, now);
    const told = { which: '登录密码', time: minuteInShanghai(now) };
    await queueMessage(context, vault, { customerId, kind: 'password-changed' }, told);
    return done();
  });
}
