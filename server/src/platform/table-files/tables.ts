import { stringify } from 'csv-stringify/sync';
import { daysBetween, yuanText, type BusinessDate, type Fen } from '@miaodai/values';
import writeExcelFile from 'write-excel-file/node';
import type { SheetData } from 'write-excel-file/node';

type Cells = { text: string; money: Fen; day: BusinessDate; count: number };
type Kind = keyof Cells;
/** `width` in characters, where a Chinese one counts two. */
type Column = { title: string; kind: Kind; width: number };
export type Cell = string | number | null;
export type Table = {
  /** Of the sheet: at most 31 characters. */
  name: string;
  columns: readonly Column[];
  /** Cells in the order of the columns: money in fen, days as 'YYYY-MM-DD'; null is empty. */
  rows: readonly (readonly Cell[])[];
  /** A last row of totals, in bold. */
  totals?: readonly Cell[];
};

/** UTF-8 with its mark, so that Excel reads Chinese; no cell that a program would take for a formula. */
export function csvOf({ columns, rows, totals }: Table): Buffer {
  const lines = [...rows, ...(totals ? [totals] : [])].map((cells) =>
    columns.map(({ kind }, n) => told(kind, cells[n])),
  );
  const text = stringify([columns.map(({ title }) => title), ...lines], {
    bom: true,
    escape_formulas: true,
    record_delimiter: 'windows',
  });
  return Buffer.from(text);
}

const told = (kind: Kind, cell: Cell | undefined): string => {
  if (cell === null || cell === undefined) return '';
  return kind === 'money' && typeof cell === 'number' ? yuanText(cell as Fen) : String(cell);
};

export async function xlsxOf({ name, columns, rows, totals }: Table): Promise<Buffer> {
  const head = columns.map(({ title, kind }) => ({
    ...{ value: title, type: String, fontWeight: 'bold' as const, backgroundColor: '#EEF1F5' },
    align: kind === 'money' || kind === 'count' ? ('right' as const) : ('left' as const),
  }));
  const body = (cells: readonly Cell[], bold = false) =>
    columns.map(({ kind }, n) => {
      const cell = cells[n];
      if (cell === null || cell === undefined) return null;
      return { ...valued(kind, cell), ...(bold ? { fontWeight: 'bold' as const } : {}) };
    });
  const data: SheetData = [head, ...rows.map((cells) => body(cells)), ...(totals ? [body(totals, true)] : [])];
  const file = writeExcelFile(data, {
    sheet: name,
    columns: columns.map(({ width }) => ({ width })),
    stickyRowsCount: 1,
  });
  return file.toBuffer();
}

/** Excel counts days from here (and takes 1900 for a leap year, which is before any of ours). */
const FIRST_DAY = '1899-12-30' as BusinessDate;

/** A word in a column of amounts or days stays a word. */
function valued(kind: Kind, cell: string | number) {
  if (kind === 'day' && typeof cell === 'string' && /^\d{4}-\d\d-\d\d$/.test(cell))
    return { value: daysBetween(FIRST_DAY, cell as BusinessDate), type: Number, format: 'yyyy-mm-dd' };
  if (typeof cell === 'string') return { value: cell, type: String };
  return kind === 'money'
    ? { value: nearest(told(kind, cell)), type: Number, format: '#,##0.00' }
    : { value: cell, type: Number };
}

/** A workbook knows binary fractions only. Nobody counts on with this one but the reader's program, which shows two decimals. */
const nearest = (text: string): number => Number(text);
