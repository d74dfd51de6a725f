import type { Fen } from '@miaodai/values/fen';
import { yuanShort } from './yuan.ts';

export type AmountLimits = { minFen: Fen; maxFen: Fen; stepFen: Fen };

/** What may be borrowed, as it stands under the field before anything is typed. */
export const limitsText = ({ minFen, maxFen, stepFen }: AmountLimits): string =>
  `${yuanShort(minFen)} – ${yuanShort(maxFen)} 元，${yuanShort(stepFen)} 元整数倍`;

/** The limit that an amount breaks, in the words of the limits themselves; undefined where it breaks none. */
export function amountError(amountFen: Fen | undefined, { minFen, maxFen, stepFen }: AmountLimits): string | undefined {
  if (amountFen === undefined) return '请输入借款金额';
  if (amountFen > maxFen) return `最高可借 ${yuanShort(maxFen)} 元`;
  if (amountFen < minFen) return `最低可借 ${yuanShort(minFen)} 元`;
  return amountFen % stepFen === 0 ? undefined : `借款金额应为 ${yuanShort(stepFen)} 元的整数倍`;
}

/** The whole limit, down to a multiple: «全部借出». */
export const wholeLimit = ({ maxFen, stepFen }: AmountLimits): Fen => (maxFen - (maxFen % stepFen)) as Fen;
