/** The outside systems, in the order of their ports behind the control port. */
export const SYSTEMS = [
  'core-banking',
  'hr-system',
  'citizen-registry',
  'credit-bureau',
  'big-data',
  'sms-gateway',
  'card-network',
  'certificate-authority',
  'time-stamp',
] as const;
export type System = (typeof SYSTEMS)[number];

/** How the testers' page calls them. */
export const CHINESE_NAMES: Record<System, string> = {
  'core-banking': '核心系统',
  'hr-system': '人力资源管理系统',
  'citizen-registry': '联网核查',
  'credit-bureau': '征信系统',
  'big-data': '大数据平台',
  'sms-gateway': '短信平台',
  'card-network': '银行卡清算',
  'certificate-authority': '电子认证（CA）',
  'time-stamp': '可信时间戳',
};
