import { yuanDisplay, yuanText, type Fen } from '@miaodai/values/fen';

/** '58,000' for whole yuan, '58,000.50' otherwise: for limits in running text. */
export const yuanShort = (fen: Fen): string => yuanDisplay(fen).replace(/\.00$/, '');

/** What a field holds for an amount: '58000' or '58000.50'. */
export const yuanBare = (fen: Fen): string => yuanText(fen).replace(/\.00$/, '');
