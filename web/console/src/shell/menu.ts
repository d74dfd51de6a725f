import type { Right } from '@miaodai/http-api';

export type Entry = { path: string; label: string; group: string; rights: readonly Right[] };

/** Every page that the menu leads to, and one of which rights opens it. Without one of them it is not there at all. */
export const entries: readonly Entry[] = [
  { path: '/work', label: '待办与审批', group: '贷款审批', rights: ['work-list'] },
  { path: '/contracts', label: '合同', group: '贷款审批', rights: ['contracts-read'] },
  { path: '/loans', label: '贷款', group: '贷后管理', rights: ['loans-read'] },
  { path: '/early-repayments', label: '提前还款审批', group: '贷后管理', rights: ['early-repayments'] },
  {
    path: '/corrections',
    label: '贷后更正',
    group: '贷后管理',
    rights: ['loans-correct', 'loans-approve', 'audit-trail'],
  },
  { path: '/discounts', label: '贴息', group: '贷后管理', rights: ['loans-correct', 'loans-approve', 'audit-trail'] },
  { path: '/day-end', label: '日终', group: '贷后管理', rights: ['day-end'] },
  {
    path: '/models',
    label: '决策模型',
    group: '业务参数',
    rights: ['models-edit', 'models-publish', 'audit-trail'],
  },
  {
    path: '/employers',
    label: '单位与白名单',
    group: '业务参数',
    rights: ['employers-edit', 'employers-publish', 'audit-trail'],
  },
  {
    path: '/texts',
    label: '协议与文案',
    group: '业务参数',
    rights: ['texts-edit', 'texts-publish', 'audit-trail'],
  },
];

export const entriesFor = (rights: readonly string[]): Entry[] =>
  entries.filter((entry) => entry.rights.some((right) => rights.includes(right)));
