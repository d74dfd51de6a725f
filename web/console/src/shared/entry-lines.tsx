import type { AnswerOf } from '../api.ts';
import { Money } from './money.tsx';
import { PlainTable, type Column } from './plain-table.tsx';

type Line = AnswerOf<'readLoanEntries'>['entries'][number]['lines'][number];

/** An entry of the books, as accountants read it. */
export const Lines = ({ label, lines }: { label: string; lines: readonly Line[] }) => (
  <PlainTable<Line & { no: number }>
    label={`${label} 分录`}
    columns={columns}
    rows={lines.map((line, no) => ({ ...line, no }))}
    keyOf={({ no }) => no}
    nothing="没有分录：账上没有变化"
  />
);

const columns: Column<Line>[] = [
  { title: '方向', of: ({ debitFen }) => (debitFen > 0 ? '借' : '贷') },
  { title: '科目', of: ({ code, account }) => `${code} ${account}` },
  { title: '借方（元）', amount: true, of: ({ debitFen }) => <Money value={debitFen || null} /> },
  { title: '贷方（元）', amount: true, of: ({ creditFen }) => <Money value={creditFen || null} /> },
];
