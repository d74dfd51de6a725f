import { useState } from 'react';
import { Facts, LinkButton, Money, ScheduleChart, ScheduleTable, Sheet } from '@miaodai/ui';
import type { Trial } from './trial-engine.ts';
import { dayText } from './time.ts';
import './trial-view.css';

/** First payment, interest and total of a trial, with the whole schedule one tap away. */
export function TrialView({
  trial,
  waiting = '填写金额后显示试算结果',
}: {
  trial: Trial | undefined;
  waiting?: string;
}) {
  const [open, setOpen] = useState(false);
  const first = trial?.rows[0];
  if (!trial || !first) return <p className="trial trial-empty small muted">{waiting}</p>;
  return (
    <div className="trial">
      <Facts
        facts={[
          { name: '首期还款日', value: dayText(first.dueOn) },
          { name: '首期应还', value: <Money fen={first.totalFen} />, strong: true },
          { name: '利息合计', value: <Money fen={trial.totalInterestFen} /> },
          { name: '还款总额', value: <Money fen={trial.totalFen} /> },
        ]}
      />
      <div className="row">
        <span className="xs muted">试算，以合同为准</span>
        <LinkButton onClick={() => setOpen(true)}>查看还款计划</LinkButton>
      </div>
      <ScheduleSheet rows={trial.rows} open={open} onClose={() => setOpen(false)} trial />
    </div>
  );
}

type ScheduleSheetProps = { rows: Trial['rows']; open: boolean; onClose: () => void; trial?: boolean };

export const ScheduleSheet = ({ rows, open, onClose, trial }: ScheduleSheetProps) => (
  <Sheet title={trial ? '还款计划（试算）' : '还款计划'} open={open} onClose={onClose}>
    <div className="stack">
      <ScheduleChart rows={rows} />
      <ScheduleTable rows={rows} />
      {trial ? <p className="xs muted">按今天放款试算，以合同为准。</p> : null}
    </div>
  </Sheet>
);
