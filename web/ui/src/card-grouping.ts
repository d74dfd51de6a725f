import type { Grouping } from './grouping.ts';

/** A bank card's number in fours, as it is printed: 6222 0212 3456 7890 123. */
export const cardGrouping: Grouping = {
  counts: (character) => character >= '0' && character <= '9',
  tidy: (bare) => bare.slice(0, 19),
  show: (bare) => bare.replace(/(.{4})(?=.)/g, '$1 '),
};
