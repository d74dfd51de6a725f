import type { Application } from '../api.ts';

/** The states of an application in the customer's words. */
export const statusName: Record<NonNullable<Application['status']>, string> = {
  applying: '申请中',
  deciding: '审批中',
  'to-be-paid': '待放款',
  declined: '未通过',
  paid: '已放款',
  'not-eligible': '无资格',
  withdrawn: '已取消',
  expired: '已失效',
};
