import type { Answer, sessionOperations } from '@miaodai/http-api';
import { mask, ok, refuse, type CustomerId, type Result } from '@miaodai/values';
import { today } from '../../bank/calendar/index.ts';
import { readSettings } from '../../bank/settings/index.ts';
import { issueSmsCode, type SmsCodeScope } from '../../customer/credentials/index.ts';
import { findCustomerByMobile } from '../../customer/identity/index.ts';
import { queueMessage } from '../../customer/messages/index.ts';
import type { Context } from '../../platform/context.ts';
import { randomToken, sha256Hex } from '../../platform/crypto/vault.ts';
import { withinRate } from '../../platform/rate-limit.store.ts';
import { deviceTokenOf, setDeviceCookie } from '../caller.ts';
import type { Raw } from '../handlers.ts';
import type { Needs } from './needs.ts';

type Sent = Answer<typeof sessionOperations.requestSignInCode>;

/** What a code is for, as its text says it. */
const USES = {
  register: '注册',
  'sign-in': '在新设备上登录',
  'login-reset': '重置登录密码',
  activate: '激活电子账户',
  'reset-transaction-password': '重置交易密码',
  'change-mobile': '更换手机号',
  'new-mobile': '将本号码设为您的新手机号',
  'bind-card': '绑定银行卡',
  'unbind-card': '解绑银行卡',
  'report-loss': '挂失电子账户',
  freeze: '冻结电子账户',
} as const;
export type CodePurpose = keyof typeof USES;
type Plan = {
  scope: SmsCodeScope & { purpose: CodePurpose };
  mobile: string;
  /** To whom it goes in place of the code, and what they read: the answer is the same. */
  instead?: 'already-registered' | 'not-registered' | undefined;
};

/** A code on its way, and what the page counts down by. */
export async function sendCode(
  context: Context,
  { vault }: Needs,
  { scope, mobile, instead }: Plan,
): Promise<Result<Sent, 'too-many-requests'>> {
  const settings = await readSettings(context.tx, context.today);
  const issued = await issueSmsCode(context, vault, scope, settings);
  if (!issued.ok) return issued;
  const { code, resendAt, expiresAt } = issued.value;
  const use = USES[scope.purpose];
  if (instead === 'already-registered') {
    await queueMessage(context, vault, { mobile, kind: 'already-registered' }, { use });
  } else if (instead === 'not-registered') {
    await queueMessage(context, vault, { mobile, kind: 'not-registered' }, { use });
  } else {
    const to = { mobile, kind: 'verification-code', worthlessFrom: expiresAt };
    const minutes = String(Math.floor(settings.smsCodeSeconds / 60));
    await queueMessage(context, vault, to, { code, use, minutes });
  }
  return ok({ sentTo: mask.mobile(mobile), resendAt, expiresAt, now: context.now });
}

/** Somebody who is not signed in asks for a code: limited by their address and browser too, beside the number. */
export async function withinCodeLimits(needs: Needs, { request, reply }: Raw): Promise<boolean> {
  const { db, secureCookies } = needs;
  const settings = await readSettings(db, await today(db));
  if (!(await withinRate(db, `codes:ip:${request.ip}`, settings.smsCodesPerAddressPerHour, 3_600))) return false;
  const device = deviceTokenOf(request);
  if (device === undefined) {
    setDeviceCookie(reply, randomToken(), secureCookies);
    return true;
  }
  return withinRate(db, `codes:device:${sha256Hex(device)}`, settings.smsCodesPerDevicePerDay, 86_400);
}

/** A code to a number of which nobody learns here whether it is registered. */
export async function sendPublicCode(
  needs: Needs,
  raw: Raw,
  mobile: string,
  plan: { purpose: CodePurpose; subject: string; instead(owner: CustomerId | undefined): Plan['instead'] },
): Promise<Result<Sent, 'too-many-requests'>> {
  if (!(await withinCodeLimits(needs, raw))) return refuse('too-many-requests');
  return needs.inTx(async (context) => {
    const owner = await findCustomerByMobile(context.tx, needs.vault, mobile);
    const scope = { mobile, purpose: plan.purpose, subject: plan.subject };
    return sendCode(context, needs, { scope, mobile, instead: plan.instead(owner) });
  });
}
