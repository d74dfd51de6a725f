/** A masked account as a sentence names it: 电子账户（尾号 0017）. */
export const accountText = (masked: string): string => `电子账户（尾号 ${masked.slice(-4)}）`;
