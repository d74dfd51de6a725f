import { Part } from '../../shared/four-eyes.tsx';
import { attemptStates, modes, transactionTypes, vias } from '../../shared/loan-words.ts';
import { Money } from '../../shared/money.tsx';
import { PlainTable, type Column } from '../../shared/plain-table.tsx';
import { State } from '../../shared/state.tsx';
import { minuteText } from '../../shared/time.ts';
import type { LoanRecord } from './use-loan.ts';

type Transaction = LoanRecord['transactions'][number];
type Attempt = LoanRecord['attempts'][number];

/** What happened, the latest first; what was taken back is struck through and says so. */
export const Transactions = ({ loan: { transactions } }: { loan: LoanRecord }) => (
  <Part title="交易明细">
    <PlainTable<Transaction>
      label="交易明细"
      columns={transactionColumns}
      rows={transactions}
      keyOf={({ transactionId }) => transactionId}
      nothing="没有交易"
      marks={({ voidedBy }) => ({ 'data-voided': voidedBy !== null })}
    />
  </Part>
);

const transactionColumns: Column<Transaction>[] = [
  { title: '生效日', of: ({ effectiveOn }) => <span className="num">{effectiveOn}</span> },
  { title: '类型', of: ({ type, mode }) => `${transactionTypes[type]}${mode ? `（${modes[mode]}）` : ''}` },
  { title: '方式', of: ({ via }) => (via ? vias[via] : '—') },
  { title: '金额', amount: true, of: ({ amountFen }) => <Money value={amountFen} /> },
  { title: '本金', amount: true, of: ({ principalFen }) => <Money value={principalFen} /> },
  { title: '利息', amount: true, of: ({ interestFen }) => <Money value={interestFen} /> },
  { title: '罚息', amount: true, of: ({ penaltyFen }) => <Money value={penaltyFen} /> },
  { title: '手续费', amount: true, of: ({ feeFen }) => <Money value={feeFen} /> },
  { title: '多收', amount: true, of: ({ surplusFen }) => <Money value={surplusFen} /> },
  { title: '记账日', of: ({ recordedOn }) => <span className="num">{recordedOn}</span> },
  { title: '说明', of: ({ voidedBy }) => (voidedBy ? <State tone="bad">已冲正</State> : '') },
];

/** Every attempt to take money, with the numbers that the core knows it by. */
export const Attempts = ({ attempts }: { attempts: LoanRecord['attempts'] }) => (
  <Part title="还款记录">
    <PlainTable<Attempt>
      label="还款记录"
      columns={attemptColumns}
      rows={attempts}
      keyOf={({ requestNo }) => requestNo}
      nothing="还没有还款"
    />
  </Part>
);

const attemptColumns: Column<Attempt>[] = [
  { title: '发起时间', of: ({ requestedAt }) => <span className="num">{minuteText(requestedAt)}</span> },
  { title: '方式', of: ({ via }) => vias[via] },
  {
    title: '结果',
    of: ({ state }) => <State tone={attemptStates[state].tone}>{attemptStates[state].label}</State>,
  },
  { title: '应扣', amount: true, of: ({ amountFen }) => <Money value={amountFen} /> },
  { title: '实扣', amount: true, of: ({ bookedFen }) => <Money value={bookedFen} /> },
  { title: '核心入账日', of: ({ bookedOn }) => <span className="num">{bookedOn ?? '—'}</span> },
  { title: '请求号', of: ({ requestNo }) => <span className="trace">{requestNo}</span> },
  { title: '核心流水号', of: ({ coreSerialNo }) => <span className="trace">{coreSerialNo ?? '—'}</span> },
  { title: '拒绝原因码', of: ({ refusalCode }) => <span className="trace">{refusalCode ?? '—'}</span> },
];
