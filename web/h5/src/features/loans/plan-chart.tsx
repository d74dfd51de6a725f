import { yuanDisplay } from '@miaodai/values/fen';
import { rowName, type Detail } from './loan-words.ts';

type Rows = Detail['rows'];

/** Principal and interest of each row as bars: what is paid is paler, early repayments stand out, a bar too high for the others is cut. */
export function PlanChart({ rows }: { rows: Rows }) {
  const highest = Math.max(1, ...ordinary(rows).map((row) => row.totalFen));
  const step = 300 / Math.max(1, rows.length);
  const width = Math.max(1, Math.min(14, step * 0.72));
  const bar = (amount: number): number => Math.min(92, (amount / highest) * 92);
  const early = rows.filter(({ kind }) => kind === 'early');
  return (
    <figure className="plan-chart">
      <svg viewBox="0 0 300 100" role="img" aria-label={wordsOf(rows)}>
        {rows.map((row, at) => {
          const x = at * step + (step - width) / 2;
          const interest = Math.min(bar(row.interestFen), 92);
          const principal = Math.min(92 - interest, bar(row.principalFen));
          const series = row.kind === 'early' ? 'plan-early' : 'plan-principal';
          return (
            <g key={row.no} className={row.state === 'settled' ? 'plan-paid' : undefined}>
              <rect className={series} x={x} y={100 - principal} width={width} height={principal} />
              <rect className="plan-interest" x={x} y={100 - principal - interest} width={width} height={interest} />
              {row.state === 'overdue' ? <rect className="plan-late" x={x} y={2} width={width} height={4} /> : null}
            </g>
          );
        })}
      </svg>
      <figcaption>
        <span data-series="principal">本金</span>
        <span data-series="interest">利息</span>
        {rows.some(({ state }) => state === 'settled') ? <span data-series="paid">已还</span> : null}
        {early.length > 0 ? <span data-series="early">提前还款</span> : null}
        {rows.some(({ state }) => state === 'overdue') ? <span data-series="late">逾期</span> : null}
      </figcaption>
    </figure>
  );
}

/** All principal at the end, or a large part of it before its time, would flatten the other bars. */
const ordinary = (rows: Rows): Rows => {
  const regular = rows.filter(({ kind }) => kind === 'regular');
  return regular.length > 2 ? regular.slice(0, -1) : regular;
};

function wordsOf(rows: Rows): string {
  const left = rows.filter(({ state }) => state !== 'settled' && state !== 'early');
  const [next] = left;
  const last = left.at(-1);
  if (!next || !last) return `还款计划图：共 ${rows.length} 笔，已全部还清`;
  return `还款计划图：还有 ${left.length} 期，${rowName(next)} ${yuanDisplay(next.totalFen)} 元，${rowName(last)} ${yuanDisplay(last.totalFen)} 元`;
}
