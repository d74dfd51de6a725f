import { Part } from '../../shared/four-eyes.tsx';
import { Money } from '../../shared/money.tsx';
import { PlainTable, type Column } from '../../shared/plain-table.tsx';
import { State } from '../../shared/state.tsx';
import type { LoanRecord } from './use-loan.ts';

type Row = LoanRecord['instalments'][number];
type Past = LoanRecord['pastPlans'][number];

/** Each instalment with what has been paid of it, and the plans that were before. */
export function Plan({ loan }: { loan: LoanRecord }) {
  const { instalments, pastPlans, today } = loan;
  const isLate = ({ settledOn, dueOn }: Row) => settledOn === null && dueOn < today;
  return (
    <Part title="还款计划">
      <PlainTable<Row>
        label="还款计划"
        columns={columnsOn(today)}
        rows={instalments}
        keyOf={({ no }) => no}
        nothing="没有还款计划"
        marks={(row) => ({ 'data-late': isLate(row) })}
      />
      {pastPlans.map((plan) => (
        <details key={plan.planNo} className="past-plan">
          <summary>
            {plan.endedOn} 以前的计划（第 {plan.planNo} 版，{plan.rows.length} 期）
          </summary>
          <PlainTable<Past['rows'][number]>
            label={`第 ${plan.planNo} 版还款计划`}
            columns={pastColumns}
            rows={plan.rows}
            keyOf={({ no }) => no}
            nothing="没有内容"
          />
        </details>
      ))}
    </Part>
  );
}

const columnsOn = (today: string): Column<Row>[] => [
  { title: '期数', of: ({ periodNo }) => (periodNo === null ? '提前还款' : `第 ${periodNo} 期`) },
  { title: '应还日', of: ({ dueOn }) => <span className="num">{dueOn}</span> },
  { title: '状态', of: (row) => <RowState row={row} today={today} /> },
  { title: '应还合计', amount: true, of: ({ totalFen }) => <Money value={totalFen} /> },
  { title: '本金', amount: true, of: ({ principalFen }) => <Money value={principalFen} /> },
  { title: '利息', amount: true, of: ({ interestFen }) => <Money value={interestFen} /> },
  { title: '其中贴息', amount: true, of: ({ discountFen }) => <Money value={discountFen} /> },
  { title: '罚息', amount: true, of: ({ penaltyFen }) => <Money value={penaltyFen} /> },
  { title: '已还本金', amount: true, of: ({ paidPrincipalFen }) => <Money value={paidPrincipalFen} /> },
  { title: '已还利息', amount: true, of: ({ paidInterestFen }) => <Money value={paidInterestFen} /> },
  { title: '已还罚息', amount: true, of: ({ paidPenaltyFen }) => <Money value={paidPenaltyFen} /> },
  { title: '还后余额', amount: true, of: ({ balanceFen }) => <Money value={balanceFen} /> },
];

function RowState({ row, today }: { row: Row; today: string }) {
  if (row.settledOn !== null) return <State tone="good">{`${row.settledOn} 结清`}</State>;
  const paid = row.paidPrincipalFen + row.paidInterestFen + row.paidPenaltyFen > 0;
  if (row.dueOn < today) return <State tone="bad">{paid ? '逾期，部分已还' : '逾期'}</State>;
  if (row.dueOn === today) return <State tone="waiting">今天到期</State>;
  return <State tone="idle">{paid ? '部分已还' : '未到期'}</State>;
}

const pastColumns: Column<Past['rows'][number]>[] = [
  { title: '序号', of: ({ no }) => <span className="num">{no}</span> },
  { title: '应还日', of: ({ dueOn }) => <span className="num">{dueOn}</span> },
  { title: '本金', amount: true, of: ({ principalFen }) => <Money value={principalFen} /> },
  { title: '利息', amount: true, of: ({ interestFen }) => <Money value={interestFen} /> },
  { title: '还后余额', amount: true, of: ({ balanceFen }) => <Money value={balanceFen} /> },
];
