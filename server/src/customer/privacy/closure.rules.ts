import { addDays, addMonths, type BusinessDate } from '@miaodai/values';
import type { Settings } from '../../bank/settings/index.ts';

/** How a customer stands who wants to leave. */
export type Standing = {
  /** Who they are has been learnt: from then on the law says how long it is kept. */
  known: boolean;
  hasAccount: boolean;
  balanceFen: number;
  accountIsNormal: boolean;
  requestsOpen: boolean;
  transfersOpen: boolean;
  loansOpen: number;
  /** An application that is being decided on, or paid out. */
  applicationUnderWay: boolean;
  hasBorrowed: boolean;
};
export type Kept = 'identity' | 'trade' | 'consents' | 'messages' | 'security-log';

export function blocksOf(standing: Standing): { reason: string; explanation: string }[] {
  const blocks: [boolean, string, string][] = [
    [standing.loansOpen > 0, 'open-loans', '您还有未结清的贷款，请结清后再注销。'],
    [standing.applicationUnderWay, 'application-under-way', '您有正在审批或放款的贷款申请，请等待结果或先取消申请。'],
    [standing.transfersOpen, 'transfers-open', '您有正在处理的转账，请等待完成。'],
    [standing.requestsOpen, 'account-requests-open', '您的电子账户有正在处理的申请，请等待完成。'],
    [standing.balanceFen > 0, 'balance-left', '电子账户还有余额，请先转出到绑定的银行卡。'],
    [
      standing.hasAccount && !standing.accountIsNormal,
      'account-not-normal',
      '电子账户处于冻结或挂失等状态，请先恢复正常。',
    ],
  ];
  return blocks.filter(([holds]) => holds).map(([, reason, explanation]) => ({ reason, explanation }));
}

export const DELETED_NOW: readonly { what: string; explanation: string }[] = [
  { what: '登录状态和设备', explanation: '所有设备退出登录，不再识别这些设备。' },
  { what: '登录密码和交易密码', explanation: '立即删除，无法恢复。' },
  { what: '短信验证码记录', explanation: '立即删除。' },
  { what: '没有提交的贷款申请', explanation: '申请取消，填写的内容立即删除。' },
  { what: '人脸图像', explanation: '立即删除。' },
];

/** What must be kept, why and until when; an anonymous visitor who never said who they are leaves nothing but the texts they were sent. */
export function keepsOf(
  standing: Standing,
  today: BusinessDate,
  settings: Pick<
    Settings,
    | 'identityRetentionYears'
    | 'tradeRetentionYears'
    | 'consentRetentionYears'
    | 'messageRetentionDays'
    | 'securityLogRetentionDays'
  >,
): { kept: Kept; what: string; why: string; until: BusinessDate }[] {
  const after = (years: number): BusinessDate => addMonths(today, years * 12);
  const keeps: [boolean, Kept, string, string, BusinessDate][] = [
    [
      standing.known || standing.hasAccount,
      'identity',
      '姓名、身份证号、手机号、证件影像和银行卡信息',
      `《反洗钱法》要求客户身份资料在业务关系结束后至少保存十年，本行保存 ${settings.identityRetentionYears} 年`,
      after(settings.identityRetentionYears),
    ],
    [
      standing.hasBorrowed || standing.hasAccount,
      'trade',
      '贷款、合同、转账和账务记录',
      `《反洗钱法》《会计法》要求保存交易记录和会计凭证，本行保存 ${settings.tradeRetentionYears} 年`,
      after(settings.tradeRetentionYears),
    ],
    [
      true,
      'consents',
      '您签署的授权和协议',
      `用于证明处理您的信息得到过同意，本行保存 ${settings.consentRetentionYears} 年`,
      after(settings.consentRetentionYears),
    ],
    [
      true,
      'messages',
      '发给您的短信',
      `用于处理争议，本行保存 ${settings.messageRetentionDays} 天`,
      addDays(today, settings.messageRetentionDays),
    ],
    [
      true,
      'security-log',
      '登录和安全记录',
      `《网络安全法》要求网络日志至少保存六个月，本行保存 ${settings.securityLogRetentionDays} 天`,
      addDays(today, settings.securityLogRetentionDays),
    ],
  ];
  return keeps.filter(([holds]) => holds).map(([, kept, what, why, until]) => ({ kept, what, why, until }));
}
