import type { AnswerOf } from '../api.ts';

export type ReviewState = AnswerOf<'readReview'>['state'];
type Tone = 'idle' | 'active' | 'waiting' | 'good' | 'bad';

/** Every state in one word and one colour, wherever it is shown. */
export const reviewStates: Readonly<Record<ReviewState, { label: string; tone: Tone }>> = {
  open: { label: '待领取', tone: 'waiting' },
  claimed: { label: '审批中', tone: 'active' },
  'waiting-for-papers': { label: '待补资料', tone: 'idle' },
  'to-sign': { label: '待登记合同', tone: 'waiting' },
  'to-check': { label: '待复核放款', tone: 'waiting' },
  paying: { label: '放款中', tone: 'active' },
  done: { label: '已放款', tone: 'good' },
  declined: { label: '已拒绝', tone: 'bad' },
  withdrawn: { label: '已取消', tone: 'idle' },
};

export const State = ({ tone, children }: { tone: Tone; children: string }) => (
  <span className="state" data-tone={tone}>
    {children}
  </span>
);

export const ReviewStateTag = ({ state }: { state: ReviewState }) => (
  <State tone={reviewStates[state].tone}>{reviewStates[state].label}</State>
);
