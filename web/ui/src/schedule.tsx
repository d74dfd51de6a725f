import { yuanDisplay, type Fen } from '@miaodai/values/fen';
import { sumsOf, type ScheduleRow } from './schedule-sums.ts';
import './schedule.css';

/** Every instalment; the sums at its foot are added up from the rows shown. */
export function ScheduleTable({ rows }: { rows: readonly ScheduleRow[] }) {
  const sums = sumsOf(rows);
  return (
    <div className="schedule" tabIndex={0} role="region" aria-label="还款计划表">
      <table className="num">
        <caption className="visually-hidden">还款计划，单位：元</caption>
        <thead>
          <tr>
            {columns.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={row.no} title={`第 ${row.no} 期`} day={row.dueOn} {...row} />
          ))}
        </tbody>
        <tfoot>
          <Row title={`合计 ${rows.length} 期`} {...sums} />
        </tfoot>
      </table>
    </div>
  );
}

const columns = ['期次 / 日期', '应还（元）', '本金 / 利息', '剩余本金'] as const;

type RowProps = { title: string; day?: string } & Omit<ScheduleRow, 'no' | 'dueOn' | 'balanceFen'> & {
    balanceFen?: Fen;
  };

/** `data-label` names a cell where elder mode lays the row out as a list. */
const Row = ({ title, day, totalFen, principalFen, interestFen, balanceFen }: RowProps) => (
  <tr>
    <th scope="row">
      {title}
      {day ? <small>{day}</small> : null}
    </th>
    <td data-label={columns[1]}>
      <b>{yuanDisplay(totalFen)}</b>
    </td>
    <td data-label={columns[2]}>
      {yuanDisplay(principalFen)}
      <small>{yuanDisplay(interestFen)}</small>
    </td>
    <td data-label={balanceFen === undefined ? undefined : columns[3]}>
      {balanceFen === undefined ? null : yuanDisplay(balanceFen)}
    </td>
  </tr>
);

/** Principal and interest of each instalment as bars: how the interest shrinks while the loan is repaid. */
export function ScheduleChart({ rows }: { rows: readonly ScheduleRow[] }) {
  const sums = sumsOf(rows);
  const highest = Math.max(1, ...ordinary(rows).map((row) => row.totalFen));
  const step = 300 / rows.length;
  const width = Math.max(1, Math.min(14, step * 0.72));
  const bar = (amount: number, total: number): number => (amount / Math.max(highest, total)) * 96;
  return (
    <figure className="chart">
      <svg
        viewBox="0 0 300 100"
        role="img"
        aria-label={`还款构成：本金合计 ${yuanDisplay(sums.principalFen)} 元，利息合计 ${yuanDisplay(sums.interestFen)} 元，共 ${rows.length} 期`}
      >
        {rows.map((row, at) => {
          const x = at * step + (step - width) / 2;
          const interest = bar(row.interestFen, row.totalFen);
          const principal = bar(row.principalFen, row.totalFen);
          return (
            <g key={row.no}>
              <rect className="chart-principal" x={x} y={100 - principal} width={width} height={principal} />
              <rect className="chart-interest" x={x} y={100 - principal - interest} width={width} height={interest} />
            </g>
          );
        })}
      </svg>
      <figcaption className="chart-legend">
        <span data-series="principal">本金</span>
        <span data-series="interest">利息</span>
      </figcaption>
    </figure>
  );
}

/** A bullet at the end would flatten all other bars: it is drawn at full height, in its own parts, instead of setting the scale. */
const ordinary = (rows: readonly ScheduleRow[]) => (rows.length > 2 ? rows.slice(0, -1) : rows);
