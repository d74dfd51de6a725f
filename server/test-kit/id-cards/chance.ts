/** Chance that is the same in every run (mulberry32). */
export type Chance = {
  /** From 0 up to 1. */
  next(): number;
  whole(from: number, to: number): number;
  oneOf<T>(values: readonly T[]): T;
  /** Of the normal distribution around 0. */
  normal(): number;
};

export function chance(seed: number): Chance {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    next,
    whole: (from, to) => from + Math.floor(next() * (to - from + 1)),
    oneOf: (values) => values[Math.floor(next() * values.length)] as (typeof values)[number],
    normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
  };
}
