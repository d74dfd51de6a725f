import type { ReactNode } from 'react';
import './plain-table.css';

export type Column<Row> = {
  title: string;
  /** At the right, as amounts stand. */
  amount?: boolean;
  of: (row: Row) => ReactNode;
};
type Props<Row> = {
  label: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  keyOf: (row: Row) => string | number;
  nothing: string;
  /** What sets a row apart, for the style sheet. */
  marks?: (row: Row) => { 'data-voided'?: boolean; 'data-late'?: boolean };
};

/** A table of facts that is read and not worked with: no sorting, no paging. The first column names the row. */
export function PlainTable<Row>({ label, columns, rows, keyOf, nothing, marks }: Props<Row>) {
  if (rows.length === 0) return <p className="muted">{nothing}</p>;
  const align = (amount: boolean | undefined) => (amount ? 'amount' : undefined);
  return (
    <div className="rows-frame" tabIndex={0} role="group" aria-label={label}>
      <table className="rows">
        <thead>
          <tr>
            {columns.map(({ title, amount }) => (
              <th key={title} scope="col" className={align(amount)}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)} {...marks?.(row)}>
              {columns.map(({ title, amount, of }, i) =>
                i === 0 ? (
                  <th key={title} scope="row" className={align(amount)}>
                    {of(row)}
                  </th>
                ) : (
                  <td key={title} className={align(amount)}>
                    {of(row)}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
