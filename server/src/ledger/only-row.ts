import { assert } from '@miaodai/values';

/** Of a statement that always answers with one row. */
export function onlyRow<Row>(rows: readonly Row[]): Row {
  const [row] = rows;
  assert(row !== undefined && rows.length === 1, 'the statement answers with one row');
  return row;
}
