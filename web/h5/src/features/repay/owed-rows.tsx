import { Facts, Money } from '@miaodai/ui';
import { dayText } from '../../shared/time.ts';
import type { Terms } from './repay.rules.ts';

/** Each instalment that is due, the oldest first: in this order they are paid. */
export const OwedRows = ({ rows }: { rows: Terms['due']['rows'] }) => (
  <ol className="stack">
    {rows.map((row) => (
      <li key={row.dueOn} className="repay-row">
        <h3>
          {row.periodNo === null ? '提前还款' : `第 ${row.periodNo} 期`}
          <small className="muted">
            {dayText(row.dueOn)}
            {row.daysPastDue > 0 ? `，逾期 ${row.daysPastDue} 天` : '，今天到期'}
          </small>
        </h3>
        <Facts
          facts={[
            { name: '本金', value: <Money fen={row.principalFen} /> },
            { name: '利息', value: <Money fen={row.interestFen} /> },
            { name: '罚息', value: <Money fen={row.penaltyFen} /> },
            { name: '合计', value: <Money fen={row.totalFen} />, strong: true },
          ]}
        />
      </li>
    ))}
  </ol>
);
