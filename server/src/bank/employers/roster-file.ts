import { CsvError, parse, type Info } from 'csv-parse/sync';
import { businessDate } from '@miaodai/values';
import type { Employer } from './employer.rules.ts';
import { HEADER, readHeader, readLine, type Column, type Line, type LineFault } from './roster-line.rules.ts';

/** Far above any group of companies, and small enough to read at once. */
const MOST_EMPLOYERS = 5_000;
/** With empty rows between them; more would only keep everybody else waiting. */
const MOST_ROWS = 2 * MOST_EMPLOYERS;
/** As many as a person reads at a time. */
const MOST_FAULTS = 200;
const BOM = '\uFEFF';

/** Told are the first faults, `count` is how many there are. */
export type RosterFaults = { count: number; faults: LineFault[] };

/**
 * The employers of a file, or everything that is wrong with it, line by line.
 * @param branches what a cell may say for a branch, code or name, and its code.
 */
export function readRosterFile(
  bytes: Uint8Array,
  branches: ReadonlyMap<string, string>,
): { employers: Employer[] } | RosterFaults {
  const text = decode(bytes);
  if (text === undefined) return whole('不是文本文件，或编码无法识别：请存为 CSV（UTF-8 或 GBK）');
  const plain = text.replace(/\r\n?/g, '\n');
  if (breaksIn([plain]) > MOST_ROWS) return whole(`文件超过 ${MOST_ROWS} 行；名册最多 ${MOST_EMPLOYERS} 家单位`);
  const { lines, faults } = split(plain);
  const [first, ...rest] = lines;
  if (!first) return faults.length > 0 ? some(faults) : whole('文件是空的');
  const header = readHeader(first);
  if ('faults' in header) return some(header.faults);
  if (rest.length === 0 && faults.length === 0) return whole('名册里没有单位', first.line);
  if (rest.length > MOST_EMPLOYERS) return whole(`名册最多 ${MOST_EMPLOYERS} 家单位，实际有 ${rest.length} 家`);
  const read = readLines(rest, header.places, branches);
  faults.push(...read.faults);
  return faults.length > 0 ? some(faults) : { employers: read.employers };
}

const whole = (reason: string, line = 1): RosterFaults => ({ count: 1, faults: [{ line, column: null, reason }] });
const some = (faults: LineFault[]): RosterFaults => ({
  count: faults.length,
  faults: faults.toSorted((a, b) => a.line - b.line).slice(0, MOST_FAULTS),
});

function readLines(lines: Line[], places: ReadonlyMap<Column, number>, branches: ReadonlyMap<string, string>) {
  const employers: Employer[] = [];
  const faults: LineFault[] = [];
  const lineOf = new Map<string, number>();
  for (const line of lines) {
    const read = readLine(line, places, branches);
    if ('faults' in read) faults.push(...read.faults);
    else employers.push(read.employer);
    // Told of bad lines too: both are mended in one go.
    const code = line.cells.length === places.size ? (line.cells[places.get('code') ?? 0] ?? '').trim() : '';
    const before = lineOf.get(code);
    if (code === '') continue;
    if (before === undefined) lineOf.set(code, line.line);
    else faults.push({ line: line.line, column: HEADER.code, reason: `与第 ${before} 行的单位代码重复` });
  }
  return { employers, faults };
}

/** Tables on Chinese Windows still save GBK; whatever is valid UTF-8 is UTF-8. */
function decode(bytes: Uint8Array): string | undefined {
  if (bytes.includes(0)) return undefined;
  for (const encoding of ['utf-8', 'gb18030']) {
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes);
    } catch {
      // Another encoding, then.
    }
  }
  return undefined;
}

type Parsed = { record: string[]; info: Info };
const OPTIONS = { relax_column_count: true, skip_records_with_empty_values: true, record_delimiter: '\n' } as const;
const parseAll = (text: string) => parse(text, { ...OPTIONS, info: true }) as unknown as Parsed[];

/** Records with the line that each begins in. Where quotes do not match, line by line: so that all such lines are told. */
function split(text: string): { lines: Line[]; faults: LineFault[] } {
  try {
    const lines = parseAll(text).map(({ record: cells, info }) => ({ line: info.lines - breaksIn(cells), cells }));
    return { lines, faults: [] };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
  }
  const lines: Line[] = [];
  const faults: LineFault[] = [];
  for (const [i, row] of text.split('\n').entries()) {
    const line = i + 1;
    try {
      for (const { record: cells } of parseAll(row)) lines.push({ line, cells });
    } catch (error) {
      if (!(error instanceof CsvError)) throw error;
      faults.push({ line, column: null, reason: '双引号不成对；单元格内也不能换行' });
    }
  }
  return { lines, faults };
}

const breaksIn = (cells: string[]): number => cells.join('').split('\n').length - 1;

/** A file that can be changed in a table and imported again. The mark at its start tells tables that it is UTF-8. */
export function writeRosterFile(employers: readonly Employer[], branchNames: ReadonlyMap<string, string>): string {
  const rows = employers.map(({ code, name, grade, branchCode, whitelistedFrom, whitelistedTo }) => [
    ...[code, name, grade, branchNames.get(branchCode) ?? branchCode, whitelistedFrom ?? '', whitelistedTo ?? ''],
  ]);
  return `${BOM}${[Object.values(HEADER), ...rows].map((row) => row.map(quoted).join(',')).join('\r\n')}\r\n`;
}

const quoted = (cell: string): string => (/[",\s]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

/** Both kinds of lines: on the whitelist, and known without being on it. */
export const TEMPLATE: readonly Employer[] = [
  {
    ...{ code: 'QY01', name: '示例集团第一公司', grade: 'A', branchCode: '*' },
    ...{ whitelistedFrom: businessDate('2026-01-01'), whitelistedTo: null },
  },
  {
    ...{ code: 'QY02', name: '示例集团第二公司', grade: 'B', branchCode: '*' },
    ...{ whitelistedFrom: null, whitelistedTo: null },
  },
];
