import { sum, type Fen } from '@miaodai/values/fen';

export type ScheduleRow = {
  no: number;
  dueOn: string;
  principalFen: Fen;
  interestFen: Fen;
  totalFen: Fen;
  balanceFen: Fen;
};

/** What the foot of a schedule says: added up from the rows shown, never taken from elsewhere. */
export const sumsOf = (
  rows: readonly ScheduleRow[],
): Pick<ScheduleRow, 'principalFen' | 'interestFen' | 'totalFen'> => ({
  principalFen: sum(rows.map((row) => row.principalFen)),
  interestFen: sum(rows.map((row) => row.interestFen)),
  totalFen: sum(rows.map((row) => row.totalFen)),
});
