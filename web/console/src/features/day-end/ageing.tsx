import { useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import { Segmented } from 'antd';
import { api, type AnswerOf } from '../../api.ts';
import { Part } from '../../shared/four-eyes.tsx';
import { loanClasses } from '../../shared/loan-words.ts';
import { Money } from '../../shared/money.tsx';
import { Problem } from '../../shared/problem.tsx';

type Ageing = AnswerOf<'readAgeing'>;
type Bar = { key: number; label: string; loans: number; principalFen: number };
const WIDTH = 400;

/** How late the loans are as the latest day began: as bars, or by product and class. */
export function AgeingPart() {
  const [view, setView] = useState<'chart' | 'table'>('chart');
  const { data, error, refetch } = useQuery({
    queryKey: ['ageing'],
    queryFn: ({ signal }) => api.readAgeing({}, { signal }),
  });
  if (!data) return <Problem cause={error} retry={() => void refetch()} />;
  return (
    <Part
      title={data.on ? `逾期分布（${data.on} 日初）` : '逾期分布'}
      action={
        <Segmented
          size="small"
          value={view}
          onChange={setView}
          options={[
            { value: 'chart', label: '图' },
            { value: 'table', label: '表' },
          ]}
        />
      }
    >
      {data.rows.length === 0 ? (
        <p className="muted">首次日终之后显示。</p>
      ) : view === 'chart' ? (
        <Bars bars={barsOf(data.rows)} />
      ) : (
        <ByClass rows={data.rows} />
      )}
    </Part>
  );
}

const daysText = ({ fromDays, toDays }: Ageing['rows'][number]): string =>
  fromDays === 0 ? '未逾期' : toDays === null ? `${fromDays} 天以上` : `${fromDays}–${toDays} 天`;

function barsOf(rows: Ageing['rows']): Bar[] {
  const bars = new Map<number, Bar>();
  for (const row of rows) {
    const bar = bars.get(row.fromDays) ?? { key: row.fromDays, label: daysText(row), loans: 0, principalFen: 0 };
    bars.set(row.fromDays, {
      ...bar,
      loans: bar.loans + row.loans,
      principalFen: bar.principalFen + row.principalFen,
    });
  }
  return [...bars.values()].sort((a, b) => a.key - b.key);
}

/** Balances side by side; each says its figures in words as well. */
function Bars({ bars }: { bars: Bar[] }) {
  const most = Math.max(1, ...bars.map(({ principalFen }) => principalFen));
  return (
    <ul className="ageing-bars">
      {bars.map(({ key, label, loans, principalFen }) => (
        <li key={key} data-late={key > 0}>
          <span>{label}</span>
          <svg viewBox={`0 0 ${WIDTH} 16`} preserveAspectRatio="none" aria-hidden="true">
            <rect width={Math.max(2, (WIDTH * principalFen) / most)} height="16" rx="2" />
          </svg>
          <span className="num">
            {loans.toLocaleString('zh-CN')} 笔 · <Money value={principalFen} unit />
          </span>
        </li>
      ))}
    </ul>
  );
}

const ByClass = ({ rows }: { rows: Ageing['rows'] }) => (
  <div className="plain-table-frame">
    <table className="plain-table">
      <thead>
        <tr>
          <th scope="col">产品</th>
          <th scope="col">逾期天数</th>
          <th scope="col">五级分类</th>
          <th scope="col" className="at-right">
            笔数
          </th>
          <th scope="col" className="at-right">
            本金余额（元）
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={`${row.productCode}/${row.fromDays}/${row.class}`}>
            <td>{row.productName}</td>
            <td>{daysText(row)}</td>
            <td>{loanClasses[row.class]}</td>
            <td className="num at-right">{row.loans.toLocaleString('zh-CN')}</td>
            <td className="at-right">
              <Money value={row.principalFen} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  </div>
);
