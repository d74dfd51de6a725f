/** An annual rate in parts per million: 3.6 % a year is 36_000. */
declare const rateBrand: unique symbol;
export type RatePpm = number & { readonly [rateBrand]: true };

export const PPM = 1_000_000;

/** @throws RangeError unless a whole number from 0 to 1_000_000 (100 % a year). */
export function ratePpm(n: number): RatePpm {
  if (!Number.isSafeInteger(n) || n < 0 || n > PPM) throw new RangeError(`not an annual rate in ppm: ${n}`);
  return n as RatePpm;
}

/** '3.6%' or '4.35%': at least one decimal, no trailing zeros beyond it, exact to the ppm. */
export function percentText(ppm: number): string {
  const digits = String(Math.abs(ppm)).padStart(5, '0');
  const decimals = digits.slice(-4).replace(/0{1,3}$/, '');
  return `${ppm < 0 ? '−' : ''}${digits.slice(0, -4)}.${decimals}%`;
}

/** A computed annual rate as it is told to people: to the hundredth of a percent, half up. 36_005 → 36_000. */
export const toldRate = (ppm: number): number => Math.round(ppm / 100) * 100;
