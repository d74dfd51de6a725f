import type { CustomerId, Instant } from '@miaodai/values';

export type Customer = { id: CustomerId; name: string; idNumber: string; mobile: string };
/** Name and ID number come together, once the bank knows who it is. */
export type Contact = { id: CustomerId; mobile: string; name?: string; idNumber?: string };

export type Session = {
  sessionId: string;
  customerId: CustomerId;
  startedAt: Instant;
  idleSeconds: number;
  idleUntil: Instant;
  endsAt: Instant;
  endedAt: Instant | null;
  rotateSeconds: number;
  overlapSeconds: number;
  rotatedAt: Instant | null;
  nextIssuedAt: Instant | null;
  previousUntil: Instant | null;
};

/** Instants compare as text. */
export const isLive = (session: Session, now: Instant): boolean =>
  session.endedAt === null && now < session.idleUntil && now < session.endsAt;

/** A user agent as a person would name it: 'iPhone · 微信'. */
export function deviceName(userAgent: string): string {
  const system = /iPhone/.test(userAgent)
    ? 'iPhone'
    : /iPad/.test(userAgent)
      ? 'iPad'
      : /Android/.test(userAgent)
        ? 'Android'
        : /Windows/.test(userAgent)
          ? 'Windows'
          : /Macintosh|Mac OS/.test(userAgent)
            ? 'Mac'
            : /Linux/.test(userAgent)
              ? 'Linux'
              : undefined;
  const browser = BROWSERS.find(([pattern]) => pattern.test(userAgent))?.[1];
  return [system, browser].filter((part) => part !== undefined).join(' · ') || '其他设备';
}

/** In this order: each of the later ones also names itself as one before it does. */
const BROWSERS: readonly (readonly [RegExp, string])[] = [
  [/MicroMessenger/, '微信'],
  [/Edg(A|iOS)?\//, 'Edge'],
  [/Firefox|FxiOS/, 'Firefox'],
  [/Chrome|CriOS/, 'Chrome'],
  [/Safari/, 'Safari'],
];

/** Every event that is kept of a customer's access, in their words. */
export const SECURITY_EVENTS = {
  registered: '注册成功',
  'signed-in': '登录',
  'signed-in-new-device': '在新设备上登录',
  'sign-in-failed': '登录密码错误',
  'login-locked': '登录密码错误次数过多，登录被锁定',
  'login-password-changed': '登录密码已修改',
  'login-password-reset': '登录密码已重置',
  'transaction-password-set': '交易密码已设置',
  'transaction-password-changed': '交易密码已修改',
  'transaction-password-reset': '交易密码已重置',
  'transaction-password-failed': '交易密码错误',
  'transaction-password-locked': '交易密码错误次数过多，已被锁定',
  'mobile-changed': '手机号已更换',
  'session-ended': '已退出其他设备的登录',
  'loss-reported': '申请挂失电子账户',
  'loss-released': '申请解除挂失',
  'account-frozen': '申请冻结电子账户',
  'account-unfrozen': '申请解除冻结',
  'card-changed': '已更换绑定的银行卡',
  'card-unbound': '已解绑银行卡',
  'contract-file-read': '查看已签署的合同文件',
  'loan-note-read': '下载借据',
  'contract-copy-requested': '申请把合同发送到电子邮箱',
  'unzip-code-shown': '查看合同文件的解压码',
} as const;
export type SecurityEventKind = keyof typeof SECURITY_EVENTS;

/** Enough to tell networks apart, not enough to find somebody: 203.0.*.*, 2001:db8:* */
export function maskIp(ip: string): string {
  const v4 = /(\d+)\.(\d+)\.\d+\.\d+$/.exec(ip);
  if (v4) return `${v4[1]}.${v4[2]}.*.*`;
  return `${ip.split(':').slice(0, 2).join(':')}:*`;
}
