import type { Table } from '../../platform/table-files/index.ts';
import { STATE_WORDS } from './loan-paper.view.ts';
import { sumsOf, type InstalmentAnswer, type TransactionAnswer } from './loan.view.ts';
import { rowName } from './loan-workings.view.ts';

const money = (title: string) => ({ title: `${title}（元）`, kind: 'money' as const, width: 16 });
const text = (title: string, width: number) => ({ title, kind: 'text' as const, width });
const day = (title: string) => ({ title, kind: 'day' as const, width: 12 });

export const TYPE_WORDS: Readonly<Record<TransactionAnswer['type'], string>> = {
  ...{ disbursement: '放款', repayment: '还款', 'early-repayment': '提前还款', reversal: '冲正', refund: '退款' },
};
const VIA_WORDS: Readonly<Record<NonNullable<TransactionAnswer['via']>, string>> = {
  ...{ debit: '自动扣款', customer: '主动还款', deposit: '存单还款', counter: '柜面还款' },
};

export const transactionTable = (transactions: readonly TransactionAnswer[]): Table => ({
  name: '交易明细',
  columns: [
    ...[day('日期'), text('类型', 12), money('金额'), money('本金'), money('利息'), money('罚息')],
    ...[money('手续费'), money('多还'), text('方式', 12), text('说明', 14)],
  ],
  rows: transactions.map((one) => [
    ...[one.effectiveOn, TYPE_WORDS[one.type], one.amountFen, one.principalFen, one.interestFen, one.penaltyFen],
    ...[one.feeFen, one.surplusFen, one.via && VIA_WORDS[one.via], one.voided ? '已冲正' : null],
  ]),
});

export function planTable(rows: readonly InstalmentAnswer[]): Table {
  const sums = sumsOf(rows);
  return {
    name: '还款计划',
    columns: [
      ...[
        text('期次', 10),
        day('还款日'),
        { title: '天数', kind: 'count', width: 8 } as const,
        money('本金'),
        money('利息'),
      ],
      ...[money('贴息'), money('罚息'), money('应还合计'), money('已还'), money('剩余本金'), text('状态', 12)],
    ],
    rows: rows.map((row) => [
      ...[rowName(row), row.dueOn, row.days, row.principalFen, row.interestFen, row.discountFen, row.penaltyFen],
      ...[row.dueFen, row.paidFen, row.balanceFen, STATE_WORDS[row.state]],
    ]),
    totals: [
      ...['合计', null, null, sums.principalFen, sums.interestFen, sums.discountFen, sums.penaltyFen],
      ...[sums.dueFen, sums.paidFen, null, null],
    ],
  };
}
