import type { AnswerOf } from '../../api.ts';

export type EarlyItem = AnswerOf<'listEarlyRepayments'>['items'][number];
export type EarlyFacts = AnswerOf<'readEarlyRepayment'>;
type Tone = 'idle' | 'active' | 'waiting' | 'good' | 'bad';

/** Where a request to repay early stands, as staff call it. */
export const earlyStates: Readonly<Record<EarlyItem['state'], { label: string; tone: Tone }>> = {
  requested: { label: '待审批', tone: 'waiting' },
  approved: { label: '待扣款', tone: 'active' },
  paying: { label: '扣款中', tone: 'active' },
  paid: { label: '已还款', tone: 'good' },
  declined: { label: '未通过', tone: 'bad' },
  cancelled: { label: '已撤销', tone: 'idle' },
  failed: { label: '扣款失败', tone: 'bad' },
};
