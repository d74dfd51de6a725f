import type { AccountState } from '../../integrations/core-banking/port.ts';
import { mayReceive } from './account.rules.ts';

export type Goal = 'apply' | 'account' | 'transfer';
export type GateName = 'sign-in' | 'open-account' | 'activate-account' | 'account-state' | 'id-document-expired';
export type Gate = { gate: GateName; title: string; explanation: string; path: string };

/** What is known of the account: nothing, what the core is being asked to do, or what the core says. */
export type AccountStanding = 'none' | 'opening' | 'activating' | AccountState;
export type GateFacts =
  { signedIn: false } | { signedIn: true; account: AccountStanding; idDocument: 'none' | 'valid' | 'expired' };

export const GOALS: Readonly<Record<Goal, string>> = { apply: '/apply', account: '/account', transfer: '/transfer' };

const TEXTS: Readonly<Record<GateName, { title: string; path: string }>> = {
  'sign-in': { title: '登录', path: '/sign-in' },
  'open-account': { title: '开立电子账户', path: '/open-account' },
  'activate-account': { title: '激活电子账户', path: '/activate' },
  'account-state': { title: '账户状态', path: '/account' },
  'id-document-expired': { title: '更新身份证', path: '/id-card' },
};
const STATE_WORDS: Readonly<Record<Exclude<AccountState, 'normal' | 'not-active'>, string>> = {
  frozen: '您的电子账户已冻结，请先在“账户管理”办理解冻，或联系客服。',
  lost: '您的电子账户已挂失，请先在“账户管理”解除挂失。',
  'credit-only': '您的电子账户目前只收不付，请联系客服。',
  closed: '您的电子账户已销户。需要重新开立账户，请拨打客服电话，或携带身份证件到网点办理。',
};

/**
 * What stands between a customer and where they are going (ENT-2), the first first; none means go. The one answer that every page,
 * channel and command asks. Whoever is not signed in is told of signing in only: nobody is told of somebody's account.
 */
export function gatesFor(goal: Goal, facts: GateFacts): Gate[] {
  if (!facts.signedIn) return [gate('sign-in', goal, '请先登录；没有注册过的，可以用手机号注册。')];
  const gates = accountGates(goal, facts.account);
  // The account's own page is where everything is put right, so that nothing but its absence keeps anyone from it.
  if (facts.idDocument === 'expired' && goal !== 'account') {
    gates.push(gate('id-document-expired', goal, '您的身份证已过有效期，请上传新的身份证。'));
  }
  return gates;
}

function accountGates(goal: Goal, account: AccountStanding): Gate[] {
  const activate = gate('activate-account', goal, '开户后激活账户：填写常住地址，设置交易密码。');
  switch (account) {
    case 'none':
      return [
        gate('open-account', goal, '需要一个电子账户用于收款和还款：核验身份证和人脸，绑定本人银行卡。'),
        ...(goal === 'account' ? [] : [activate]),
      ];
    case 'opening':
      return [gate('open-account', goal, '开户处理中，请稍候。'), ...(goal === 'account' ? [] : [activate])];
    case 'not-active':
      return goal === 'account' ? [] : [activate];
    case 'activating':
      return goal === 'account' ? [] : [gate('activate-account', goal, '激活处理中，请稍候。')];
    case 'normal':
      return [];
    case 'frozen':
    case 'lost':
    case 'credit-only':
    case 'closed':
      return goal === 'account' || mayReceive(account) ? [] : [gate('account-state', goal, STATE_WORDS[account])];
  }
}

const gate = (name: GateName, goal: Goal, explanation: string): Gate => {
  const { title, path } = TEXTS[name];
  return { gate: name, title, explanation, path: `${path}?to=${encodeURIComponent(GOALS[goal])}` };
};
