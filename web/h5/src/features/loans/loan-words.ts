import type { AnswerOf, Loan } from '../../api.ts';

export type Detail = AnswerOf<'readLoan'>;
export type Instalment = AnswerOf<'listInstalments'>['instalments'][number];
export type Transaction = AnswerOf<'listTransactions'>['transactions'][number];
export type RepaymentRecord = AnswerOf<'listRepayments'>['repayments'][number];
type Tone = 'quiet' | 'success' | 'warn' | 'danger' | undefined;
type Said = { name: string; tone: Tone };

export const rowName = ({ kind, periodNo }: Pick<Instalment, 'kind' | 'periodNo'>): string =>
  kind === 'early' ? '提前还款' : `第 ${periodNo} 期`;

export const stateOf: Readonly<Record<Instalment['state'], Said>> = {
  upcoming: { name: '待还', tone: undefined },
  overdue: { name: '逾期', tone: 'danger' },
  'partly-paid': { name: '部分已还', tone: 'warn' },
  settled: { name: '已还', tone: 'quiet' },
  early: { name: '提前还款', tone: 'success' },
};

export const typeName: Readonly<Record<Transaction['type'], string>> = {
  disbursement: '放款',
  repayment: '还款',
  'early-repayment': '提前还款',
  reversal: '冲正',
  refund: '退款',
};

export const viaName: Readonly<Record<RepaymentRecord['via'], string>> = {
  debit: '自动扣款',
  customer: '主动还款',
  deposit: '存单还款',
  counter: '柜面还款',
};

export const recordState: Readonly<Record<RepaymentRecord['state'], Said>> = {
  processing: { name: '处理中', tone: 'warn' },
  done: { name: '成功', tone: 'success' },
  failed: { name: '未成功', tone: 'danger' },
  reversed: { name: '已冲正', tone: 'quiet' },
};

export const modeName: Readonly<Record<NonNullable<Transaction['mode']>, string>> = {
  'shorter-term': '缩短期限',
  'lower-instalment': '减少月供',
  'pay-off': '全部结清',
};

/** How a loan is, in a word. */
export function loanState({ state, overdue }: Pick<Loan, 'state' | 'overdue'>): Said {
  if (state === 'closed') return { name: '已结清', tone: 'quiet' };
  return overdue ? { name: `逾期 ${overdue.days} 天`, tone: 'danger' } : { name: '还款中', tone: undefined };
}

/** Late ones first, the longest of them at the top; then by the day of the next payment; what is paid off at the end. */
export const inOrder = (loans: readonly Loan[]): Loan[] => loans.toSorted((a, b) => rank(a) - rank(b) || later(a, b));

const rank = ({ overdue, state }: Loan): number => (overdue ? -overdue.days : state === 'closed' ? 2 : 1);
const later = (a: Loan, b: Loan): number =>
  (a.nextPayment?.dueOn ?? '9').localeCompare(b.nextPayment?.dueOn ?? '9') ||
  b.disbursedOn.localeCompare(a.disbursedOn);
