import { yuanText } from '@miaodai/values/fen';
import type { AnswerOf } from '../../api.ts';

type Movement = AnswerOf<'listMovements'>['movements'][number];

const HEAD = ['日期', '摘要', '收入（元）', '支出（元）', '余额（元）', '对方账户', '流水号'];

/** A table that spreadsheet programs open: with a mark of its encoding, and no cell that they would take for a formula. */
export function csvOf(movements: readonly Movement[]): string {
  const rows = movements.map(({ bookedOn, title, direction, amountFen, balanceFen, otherAccountNo, serialNo }) => {
    const amount = yuanText(amountFen);
    return [
      bookedOn,
      title,
      direction === 'in' ? amount : '',
      direction === 'out' ? amount : '',
      yuanText(balanceFen),
      otherAccountNo,
      // A long number stays text, to its last digit.
      `\t${serialNo}`,
    ];
  });
  return `\uFEFF${[HEAD, ...rows].map((cells) => cells.map(cell).join(',')).join('\r\n')}\r\n`;
}

function cell(text: string): string {
  const safe = /^[=+@]|^-\D/.test(text) ? `'${text}` : text;
  return /[",\r\n\t]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
}
