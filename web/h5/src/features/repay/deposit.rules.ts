import type { Fen } from '@miaodai/values/fen';
import type { AnswerOf } from '../../api.ts';
import { yuanShort } from '../../shared/yuan.ts';
import { partError, type Terms } from './repay.rules.ts';

export type Deposit = AnswerOf<'listDeposits'>['deposits'][number];
export type DepositRepayment = AnswerOf<'readDepositRepayment'>;

/** What a deposit may go to: all that is due, a part of it, or the whole loan. */
export type DepositShare = 'due' | 'part' | 'pay-off';

export function depositShares(terms: Pick<Terms, 'amounts' | 'mayRepay' | 'mayRepayEarly'>): DepositShare[] {
  const due: DepositShare[] = terms.mayRepay === null && terms.amounts.dueFen > 0 ? ['due', 'part'] : [];
  return terms.mayRepayEarly === null ? [...due, 'pay-off'] : due;
}

/** What is wrong with repaying so much from this deposit. */
export function depositError(
  amountFen: Fen | undefined,
  share: DepositShare,
  { amounts }: Pick<Terms, 'amounts'>,
  { paysTodayFen }: Pick<Deposit, 'paysTodayFen'>,
): string | undefined {
  if (share === 'part') {
    const wrong = partError(amountFen, amounts.dueFen);
    if (wrong) return wrong;
  }
  if (amountFen === undefined) return '正在试算结清金额，请稍候';
  return amountFen > paysTodayFen ? `这张存单今天支取只有 ${yuanShort(paysTodayFen)} 元，不够还这么多` : undefined;
}

const ORDER = ['releasing', 'redeeming', 'paying', 'done'] as const;
const names: Record<(typeof ORDER)[number], string> = {
  releasing: '解除质押',
  redeeming: '支取存单',
  paying: '归还贷款',
  done: '完成',
};

/** 解冻 → 支取 → 还款, and how far it is. */
export function depositStages(state: DepositRepayment['state']) {
  const at = ORDER.findIndex((one) => one === state);
  return ORDER.map((one, i) => ({
    name: names[one],
    state: i < at || state === 'done' ? ('done' as const) : i === at ? ('now' as const) : ('next' as const),
  }));
}

export const depositIsOpen = ({ state }: Pick<DepositRepayment, 'state'>): boolean =>
  state !== 'done' && state !== 'refused';
