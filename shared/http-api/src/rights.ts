/**
 * What a member of staff may be allowed, each checked by the server at its own operations; roles are sets of these. Who drafts and
 * who publishes are two rights and two people.
 */
export const rights = {
  'work-list': '查看待办与申请',
  'application-review': '审批贷款申请',
  'offline-contract': '登记线下合同',
  'personal-data': '查看完整个人信息',
  'models-edit': '起草决策模型',
  'models-publish': '发布决策模型',
  'employers-edit': '维护单位名册',
  'employers-publish': '发布单位名册',
  'texts-edit': '起草协议与文案',
  'texts-publish': '发布协议与文案',
  'contracts-read': '查看合同与签署情况',
  'loans-read': '查看贷款与还款',
  'borrower-data': '查看借款人完整信息',
  'early-repayments': '审批提前还款',
  'loans-correct': '发起贷后更正与贴息维护',
  'loans-approve': '复核贷后更正与贴息',
  'day-end': '运行日终',
  'evidence-export': '导出证据包',
  'audit-trail': '查看操作日志',
} as const satisfies Record<string, string>;

export type Right = keyof typeof rights;
