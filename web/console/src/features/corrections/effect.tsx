import type { AnswerOf } from '../../api.ts';
import { Lines } from '../../shared/entry-lines.tsx';
import { Part } from '../../shared/four-eyes.tsx';
import { Money } from '../../shared/money.tsx';
import { PlainTable, type Column } from '../../shared/plain-table.tsx';

export type EffectFacts = AnswerOf<'readCorrection'>['effect'];
type Figures = EffectFacts['before'];
type Row = EffectFacts['rows'][number];

/** What it changes and nothing else: figures, instalments, what is booked. */
export function Effect({ effect }: { effect: EffectFacts }) {
  const { before, after, rows, transactions, lines } = effect;
  const changed = figures
    .map(({ part, label }) => ({ label, before: before[part], after: after[part] }))
    .filter((one) => one.before !== one.after);
  return (
    <>
      <Part title="更正前后">
        <PlainTable<Change>
          label="更正前后"
          rows={changed}
          keyOf={({ label }) => label}
          nothing="各项金额都没有变化"
          columns={changeColumns}
        />
      </Part>
      <Part title="还款计划的变化">
        <PlainTable<Row>
          label="还款计划的变化"
          rows={rows}
          keyOf={({ no }) => no}
          nothing="各期都没有变化"
          columns={rowColumns}
        />
        {transactions.some((one) => JSON.stringify(one.before) !== JSON.stringify(one.after)) ? (
          <p className="muted">之后的还款按新的顺序重新分摊到各期，分摊结果见贷款的交易明细。</p>
        ) : null}
      </Part>
      <Part title="记账分录">
        <Lines label="更正" lines={lines} />
      </Part>
    </>
  );
}

type Change = { label: string; before: number; after: number };
const changeColumns: Column<Change>[] = [
  { title: '项目', of: ({ label }) => label },
  { title: '更正前（元）', amount: true, of: (one) => <Money value={one.before} /> },
  { title: '更正后（元）', amount: true, of: (one) => <Money value={one.after} /> },
  { title: '变化（元）', amount: true, of: (one) => <Money value={one.after - one.before} /> },
];

const figures: readonly { part: keyof Figures; label: string }[] = [
  { part: 'receivedFen', label: '累计收到客户款项' },
  { part: 'principalFen', label: '剩余本金' },
  { part: 'interestDueFen', label: '应收利息（到期未收）' },
  { part: 'discountDueFen', label: '累计应收贴息' },
  { part: 'accruedFen', label: '应计利息（未到期）' },
  { part: 'surplusFen', label: '多收待退' },
  { part: 'writtenOffFen', label: '已核销未收回' },
  { part: 'interestIncomeFen', label: '累计利息收入' },
  { part: 'penaltyIncomeFen', label: '累计罚息收入' },
  { part: 'feeIncomeFen', label: '累计手续费收入' },
];

type Side = Row['before'];
const paidOf = (side: Side) =>
  side === null ? null : side.paidPrincipalFen + side.paidInterestFen + side.paidPenaltyFen;
const dueOf = (side: Side) =>
  side === null ? null : side.principalFen + side.interestFen - side.discountFen + side.penaltyFen;
const settled = (side: Side) => (side === null ? '没有此期' : (side.settledOn ?? '未结清'));

const rowColumns: Column<Row>[] = [
  { title: '期数', of: ({ periodNo }) => (periodNo === null ? '提前还款' : `第 ${periodNo} 期`) },
  { title: '应还日', of: ({ dueOn }) => <span className="num">{dueOn}</span> },
  { title: '应还（前）', amount: true, of: ({ before }) => <Money value={dueOf(before)} /> },
  { title: '应还（后）', amount: true, of: ({ after }) => <Money value={dueOf(after)} /> },
  { title: '已还（前）', amount: true, of: ({ before }) => <Money value={paidOf(before)} /> },
  { title: '已还（后）', amount: true, of: ({ after }) => <Money value={paidOf(after)} /> },
  { title: '结清（前）', of: ({ before }) => <span className="num">{settled(before)}</span> },
  { title: '结清（后）', of: ({ after }) => <span className="num">{settled(after)}</span> },
];
