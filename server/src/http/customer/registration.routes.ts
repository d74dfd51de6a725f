import type { registrationOperations, Request } from '@miaodai/http-api';
import { ok, refuse, type CustomerId } from '@miaodai/values';
import { v7 as uuid } from 'uuid';
import { today } from '../../bank/calendar/index.ts';
import { asDocument, readText } from '../../bank/content/index.ts';
import { readSettings } from '../../bank/settings/index.ts';
import { recordConsent } from '../../customer/consent/index.ts';
import { setPassword, subjectOf } from '../../customer/credentials/index.ts';
import { recordSecurityEvent, registerMobile } from '../../customer/identity/index.ts';
import { withinRate } from '../../platform/rate-limit.store.ts';
import { fromOf } from '../caller.ts';
import type { Handlers } from '../door.ts';
import type { Raw } from '../handlers.ts';
import type { Needs } from './needs.ts';
import { proveSmsCode } from './proofs.ts';
import { sendPublicCode } from './send-code.ts';
import { beginSession, viewOf } from './session.routes.ts';
import { weakLoginPassword } from './weak-login-password.ts';

type Registration = Request<typeof registrationOperations.register>['body'];

export const registrationRoutes = (needs: Needs): Handlers<typeof registrationOperations> => ({
  requestRegistrationCode: ({ body }, _, raw) =>
    sendPublicCode(needs, raw, body.mobile, {
      purpose: 'register',
      subject: subjectOf(needs.vault, 'register', body.mobile),
      instead: (owner) => (owner ? 'already-registered' : undefined),
    }),
  register: ({ body }, _, raw) => register(needs, body, raw),
});

/** What is cheap to refuse goes first; the code is spent only where nothing else stands in the way. */
async function register(needs: Needs, { mobile, smsCode, password, agreement }: Registration, raw: Raw) {
  const { db, vault, hasher, inTx } = needs;
  const on = await today(db);
  const { signInsPerMinute } = await readSettings(db, on);
  if (!(await withinRate(db, `register:ip:${raw.request.ip}`, signInsPerMinute, 60)))
    return refuse('too-many-requests');
  const words = await weakLoginPassword(db, password, mobile);
  if (words !== undefined) return refuse('weak-password', { words });
  const document = asDocument(await readText(db, 'registration', on));
  if (document.version !== agreement.version || document.textHash !== agreement.textHash)
    return refuse('agreement-outdated');
  const scope = { mobile, purpose: 'register', subject: subjectOf(vault, 'register', mobile) };
  const code = await proveSmsCode(needs, scope, smsCode);
  if (!code.ok) return code;

  const hash = await hasher.hash(password);
  const customerId = uuid() as CustomerId;
  const begun = await inTx(async (context) => {
    const { tx, now } = context;
    // Whoever has the code has the number: they may be told that it is registered.
    if (!(await registerMobile(tx, vault, { id: customerId, mobile }, now))) return refuse('mobile-taken');
    await setPassword(tx, customerId, 'login', hash);
    const from = fromOf(raw.request);
    await recordConsent(tx, { customerId, kind: 'registration', subject: customerId, ...agreement }, from, now);
    await recordSecurityEvent(tx, customerId, 'registered', from, now);
    return beginSession(context, needs, raw, { customerId, proven: true, silent: true });
  });
  return begun.ok ? ok(await viewOf(needs, begun.value)) : begun;
}
