import type { Grouping } from './grouping.ts';

/** A bank card's number in fours, as it is printed: 6222 0212 3456 7890 123. */
export const cardGrouping: Grouping = {
  counts: (character) => character >= '0' && character <= '9',
  tidy: (bare) => bare.slice(0, 19),
  show: (bare) => bare.replace(/(.{4})(?=.)/g, '$1 '),
};

/** The check digit of a card's number (Luhn): a slip of one digit, or two swapped, is noticed before it is sent. */
export function cardNoFits(bare: string): boolean {
  if (!/^\d{16,19}$/.test(bare)) return false;
  let sum = 0;
  for (let at = 0; at < bare.length; at += 1) {
    const digit = Number(bare[bare.length - 1 - at]);
    const weighed = at % 2 === 1 ? digit * 2 : digit;
    sum += weighed > 9 ? weighed - 9 : weighed;
  }
  return sum % 10 === 0;
}
