import { isBusinessDate, type BusinessDate } from '@miaodai/values';
import type { Employer, Grade } from './employer.rules.ts';

/** The columns of the file, in the order of the template. */
export const HEADER = {
  code: '单位代码',
  name: '单位名称',
  grade: '等级',
  branchCode: '服务分行',
  whitelistedFrom: '白名单起',
  whitelistedTo: '白名单止',
} as const;
export type Column = keyof typeof HEADER;
const COLUMNS = Object.keys(HEADER) as Column[];

/** What is wrong, and where; a column where it is that cell alone. */
export type LineFault = { line: number; column: string | null; reason: string };
export type Line = { line: number; cells: readonly string[] };

const MOST_NAME = 60;
const GRADES: readonly string[] = ['A', 'B', 'C'];

/** Where in a line each column is; the columns may come in any order. */
export function readHeader({ line, cells }: Line): { places: Map<Column, number> } | { faults: LineFault[] } {
  const faults: LineFault[] = [];
  const places = new Map<Column, number>();
  for (const [place, cell] of cells.entries()) {
    const column = COLUMNS.find((one) => HEADER[one] === cell.trim());
    if (!column) faults.push({ line, column: null, reason: `不认识的列“${cell.slice(0, 20)}”` });
    else if (places.has(column)) faults.push({ line, column: HEADER[column], reason: '这一列出现了两次' });
    else places.set(column, place);
  }
  for (const column of COLUMNS) {
    if (!places.has(column)) faults.push({ line, column: HEADER[column], reason: '缺少这一列' });
  }
  if (faults.length === 0) return { places };
  const why = '第一行应是表头，各列以逗号分隔，请使用下载的模板';
  return { faults: [{ line, column: null, reason: why }, ...faults] };
}

/** One employer, or everything that is wrong with its line. @param branches code by code and by name. */
export function readLine(
  { line, cells }: Line,
  places: ReadonlyMap<Column, number>,
  branches: ReadonlyMap<string, string>,
): { employer: Employer } | { faults: LineFault[] } {
  if (cells.length !== places.size) {
    const reason = `应有 ${places.size} 列，实际有 ${cells.length} 列；内容里有逗号时请加双引号`;
    return { faults: [{ line, column: null, reason }] };
  }
  const faults: LineFault[] = [];
  const wrong = (column: Column, reason: string) => {
    faults.push({ line, column: HEADER[column], reason });
    return null;
  };
  const cell = <T>(column: Column, read: (text: string) => { value: T } | { reason: string }): T | null => {
    const raw = cells[places.get(column) ?? 0] ?? '';
    const unsafe = unsafeReason(raw);
    if (unsafe) return wrong(column, unsafe);
    const found = read(raw.trim());
    return 'value' in found ? found.value : wrong(column, found.reason);
  };
  const code = cell('code', readCode);
  const name = cell('name', readName);
  const grade = cell('grade', readGrade);
  const branchCode = cell('branchCode', (text) => readBranch(text, branches));
  const whitelistedFrom = cell('whitelistedFrom', readDay);
  const whitelistedTo = cell('whitelistedTo', readDay);
  if (faults.length === 0 && whitelistedTo !== null) {
    if (whitelistedFrom === null) wrong('whitelistedFrom', '填了白名单止，也要填白名单起');
    else if (whitelistedFrom > whitelistedTo) wrong('whitelistedTo', `早于白名单起 ${whitelistedFrom}`);
  }
  if (faults.length > 0 || code === null || name === null || grade === null || branchCode === null) return { faults };
  return { employer: { code, name, grade, branchCode, whitelistedFrom, whitelistedTo } };
}

type Reading<T> = { value: T } | { reason: string };

/** A table that opens this file again would take it for a formula; a page or a log for something else. */
function unsafeReason(raw: string): string | undefined {
  if (/\n/.test(raw)) return '单元格内不能换行';
  const start = /^\s*([=+\-@＝＋－＠\t])/.exec(raw)?.[1];
  if (start) return `以“${start === '\t' ? '制表符' : start}”开头，像是公式，请改为文字`;
  return /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\uFFFD]/u.test(raw) ? '含有不可见字符或乱码' : undefined;
}

function readCode(text: string): Reading<string> {
  if (text === '') return { reason: '没有填写' };
  return /^[A-Z0-9]{2,16}$/.test(text) ? { value: text } : { reason: '应为 2 至 16 位大写字母或数字' };
}

function readName(text: string): Reading<string> {
  if (text === '') return { reason: '没有填写' };
  return [...text].length <= MOST_NAME ? { value: text } : { reason: `最多 ${MOST_NAME} 个字` };
}

const readGrade = (text: string): Reading<Grade> =>
  GRADES.includes(text) ? { value: text as Grade } : { reason: '应为 A、B 或 C' };

function readBranch(text: string, branches: ReadonlyMap<string, string>): Reading<string> {
  if (text === '') return { reason: '没有填写；由总行服务的请填“总行”' };
  const code = branches.get(text);
  return code === undefined ? { reason: `没有“${text.slice(0, 20)}”这家分行` } : { value: code };
}

/** 2026-11-23; and as tables write it on their own: 2026/11/3, 20261103. */
function readDay(text: string): Reading<BusinessDate | null> {
  if (text === '') return { value: null };
  const match = /^(\d{4})(?:-(\d\d?)-(\d\d?)|\/(\d\d?)\/(\d\d?)|(\d\d)(\d\d))$/.exec(text);
  const [year = '', ...rest] = match?.slice(1) ?? [];
  const [month = '', date = ''] = rest.filter((part) => part !== undefined);
  const day = `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`;
  return isBusinessDate(day) ? { value: day } : { reason: '不是日期，应如 2026-01-31' };
}
