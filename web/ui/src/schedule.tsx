import { sum, yuanDisplay, type Fen } from '@miaodai/values/fen';
import './schedule.css';

export type ScheduleRow = {
  no: number;
  dueOn: string;
  principalFen: Fen;
  interestFen: Fen;
  totalFen: Fen;
  balanceFen: Fen;
};

/** Every instalment; the sums at its foot are added up from the rows shown. */
export function ScheduleTable({ rows }: { rows: readonly ScheduleRow[] }) {
  const sums = sumsOf(rows);
  return (
    <div className="schedule" tabIndex={0} role="region" aria-label="还款计划表">
      <table className="num" role="table">
        <caption className="visually-hidden">还款计划，单位：元</caption>
        <thead role="rowgroup">
          <tr role="row">
            {columns.map((name) => (
              <th key={name} scope="col" role="columnheader">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {rows.map((row) => (
            <Row key={row.no} title={`第 ${row.no} 期`} day={row.dueOn} {...row} />
          ))}
        </tbody>
        <tfoot role="rowgroup">
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

/** The roles are spelt out because elder mode lays the cells out in another way, which would lose them. */
const Row = ({ title, day, totalFen, principalFen, interestFen, balanceFen }: RowProps) => (
  <tr role="row">
    <th scope="row" role="rowheader">
      {title}
      {day ? <small>{day}</small> : null}
    </th>
    <td role="cell" data-label={columns[1]}>
      <b>{yuanDisplay(totalFen)}</b>
    </td>
    <td role="cell" data-label={columns[2]}>
      {yuanDisplay(principalFen)}
      <small>{yuanDisplay(interestFen)}</small>
    </td>
    <td role="cell" data-label={balanceFen === undefined ? undefined : columns[3]}>
      {balanceFen === undefined ? null : yuanDisplay(balanceFen)}
    </td>
  </tr>
);

export const sumsOf = (rows: readonly ScheduleRow[]): { principalFen: Fen; interestFen: Fen; totalFen: Fen } => ({
  principalFen: sum(rows.map((row) => row.principalFen)),
  interestFen: sum(rows.map((row) => row.interestFen)),
  totalFen: sum(rows.map((row) => row.totalFen)),
});

/** Principal and interest of each instalment as bars: how the interest shrinks while the loan is repaid. */
export function ScheduleChart({ rows }: { rows: readonly ScheduleRow[] }) {
  const sums = sumsOf(rows);
  const highest = Math.max(1, ...ordinary(rows).map((row) => row.totalFen));
  const step = 300 / rows.length;
  const width = Math.max(1, Math.min(14, step * 0.72));
  const bar = (amount: number): number => Math.min(96, (amount / highest) * 96);
  return (
    <figure className="chart">
      <svg
        viewBox="0 0 300 100"
        role="img"
        aria-label={`还款构成：本金合计 ${yuanDisplay(sums.principalFen)} 元，利息合计 ${yuanDisplay(sums.interestFen)} 元，共 ${rows.length} 期`}
      >
        {rows.map((row, at) => {
          const x = at * step + (step - width) / 2;
          const interest = bar(row.interestFen);
          const principal = Math.min(96 - interest, bar(row.principalFen));
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

/** A bullet at the end would flatten all other bars: it is drawn at full height instead of setting the scale. */
const ordinary = (rows: readonly ScheduleRow[]) => (rows.length > 2 ? rows.slice(0, -1) : rows);
