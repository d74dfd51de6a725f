import type { AnswerOf } from '../api.ts';

type LoanRecord = AnswerOf<'readLoanRecord'>;
type Correction = AnswerOf<'listCorrections'>['items'][number];
type Tone = 'idle' | 'active' | 'waiting' | 'good' | 'bad';
type Tagged<Word extends string> = Readonly<Record<Word, { label: string; tone: Tone }>>;

/** What a loan and what happens to it is called, on every page that shows it. */
export const loanStates: Tagged<LoanRecord['state']> = {
  active: { label: '还款中', tone: 'active' },
  closed: { label: '已结清', tone: 'good' },
  'written-off': { label: '已核销', tone: 'bad' },
};
export const loanClasses: Readonly<Record<LoanRecord['class'], string>> = {
  normal: '正常',
  'special-mention': '关注',
  substandard: '次级',
  doubtful: '可疑',
  loss: '损失',
};
export const transactionTypes: Readonly<Record<LoanRecord['transactions'][number]['type'], string>> = {
  disbursement: '放款',
  repayment: '还款',
  'early-repayment': '提前还款',
  reversal: '冲正',
  refund: '退还多收',
  'write-off': '核销',
  recovery: '核销收回',
};
export const vias: Readonly<Record<'debit' | 'customer' | 'deposit' | 'counter', string>> = {
  debit: '自动扣款',
  customer: '客户主动还款',
  deposit: '解冻存单还款',
  counter: '柜面入账',
};
export const modes: Readonly<Record<'shorter-term' | 'lower-instalment' | 'pay-off', string>> = {
  'shorter-term': '缩短期限',
  'lower-instalment': '减少月供',
  'pay-off': '全部结清',
};
export const methods: Readonly<Record<LoanRecord['repaymentMethod'], string>> = {
  'equal-instalment': '等额本息',
  'equal-principal': '等额本金',
  'interest-only': '按月付息，到期还本',
};
export const parts: Readonly<Record<'penalty' | 'interest' | 'principal', string>> = {
  penalty: '罚息',
  interest: '利息',
  principal: '本金',
};
export const attemptStates: Tagged<LoanRecord['attempts'][number]['state']> = {
  requested: { label: '待发送', tone: 'waiting' },
  sent: { label: '处理中', tone: 'active' },
  booked: { label: '已入账', tone: 'good' },
  refused: { label: '未成功', tone: 'bad' },
};
export const correctionKinds: Readonly<Record<Correction['kind'], string>> = {
  reversal: '冲正',
  refund: '退还多收还款',
  'write-off': '核销',
  recovery: '核销收回',
  'back-dated': '补录还款',
};
export const correctionStates: Tagged<Correction['state']> = {
  draft: { label: '草稿', tone: 'idle' },
  submitted: { label: '待复核', tone: 'waiting' },
  approved: { label: '待退款', tone: 'active' },
  sent: { label: '退款处理中', tone: 'active' },
  done: { label: '已完成', tone: 'good' },
  returned: { label: '已退回', tone: 'bad' },
  withdrawn: { label: '已撤销', tone: 'idle' },
  failed: { label: '退款失败', tone: 'bad' },
};
