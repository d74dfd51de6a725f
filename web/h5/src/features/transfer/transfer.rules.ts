import type { Fen } from '@miaodai/values/fen';
import { yuanShort } from '../../shared/yuan.ts';

export type Direction = 'in' | 'out';
export const directionName: Record<Direction, string> = { in: '转入', out: '转出' };

export type Limits = { minFen: Fen; maxFen: Fen; leftTodayFen: Fen };

/** What may be moved, as it stands under the field before anything is typed. */
export const limitsText = ({ minFen, maxFen, leftTodayFen }: Limits): string =>
  `${yuanShort(minFen)} – ${yuanShort(maxFen)} 元，今天还可以转 ${yuanShort(leftTodayFen)} 元`;

/** The limit that an amount breaks, in the words of the limits themselves; undefined where it breaks none. */
export function amountError(
  amountFen: Fen | undefined,
  direction: Direction,
  { minFen, maxFen }: Limits,
): string | undefined {
  const name = directionName[direction];
  if (amountFen === undefined) return `请输入${name}金额`;
  if (amountFen < minFen) return `最少${name} ${yuanShort(minFen)} 元`;
  return amountFen > maxFen ? `现在最多可以${name} ${yuanShort(maxFen)} 元` : undefined;
}

/** Open outcomes: 处理中 is never success and never failure. */
export const isOpen = (state: string | undefined): boolean =>
  state === 'requested' || state === 'sent' || state === 'returning';

export const stateName = {
  requested: '处理中',
  sent: '处理中',
  returning: '退回处理中',
  done: '成功',
  refused: '未成功',
} as const;
