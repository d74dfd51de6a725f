/** A masked account as a sentence names it: 电子账户（尾号 0017）. */
export const accountText = (masked: string): string => `电子账户（尾号 ${masked.slice(-4)}）`;

/** A masked card as a sentence names it: 中国工商银行（尾号 0123）. */
export const cardText = ({ bankName, cardNo }: { bankName: string; cardNo: string }): string =>
  `${bankName}（尾号 ${cardNo.slice(-4)}）`;
