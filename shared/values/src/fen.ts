/** Money is a whole number of fen (1/100 yuan): never a float, never yuan. */
declare const fenBrand: unique symbol;
export type Fen = number & { readonly [fenBrand]: true };

/** @throws RangeError where `n` is not a safe integer. */
export function fen(n: number): Fen {
  if (!Number.isSafeInteger(n)) throw new RangeError(`not whole fen: ${n}`);
  return (n === 0 ? 0 : n) as Fen; // -0 is 0.
}

export const ZERO = fen(0);
export const plus = (a: Fen, b: Fen): Fen => fen(a + b);
export const minus = (a: Fen, b: Fen): Fen => fen(a - b);
export const negate = (a: Fen): Fen => fen(-a);
export const sum = (amounts: readonly Fen[]): Fen => amounts.reduce(plus, ZERO);
export const smaller = (a: Fen, b: Fen): Fen => (a < b ? a : b);

/**
 * amount × numerator ÷ denominator, rounded half up to the fen. The only place where money is rounded.
 * @throws RangeError on a negative amount or numerator, or a denominator that is not positive.
 */
export function share(amount: Fen, numerator: bigint, denominator: bigint): Fen {
  if (amount < 0 || numerator < 0n || denominator <= 0n) throw new RangeError('share: negative input');
  const doubled = 2n * BigInt(amount) * numerator + denominator;
  return fen(Number(doubled / (2n * denominator)));
}

/** '1234.50' for outside systems that speak yuan. Integer arithmetic all the way. */
export function yuanText(amount: Fen): string {
  const digits = String(Math.abs(amount)).padStart(3, '0');
  return `${amount < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** '1,234.50' for people; a true minus sign, never '-0.00'. */
export function yuanDisplay(amount: Fen): string {
  const [whole = '0', cents = '00'] = yuanText(fen(Math.abs(amount))).split('.');
  return `${amount < 0 ? '−' : ''}${whole.replace(/\B(?=(\d{3})+$)/g, ',')}.${cents}`;
}

/** Reads '1234', '1234.5' or '1,234.50' exactly; undefined for anything else (signs, exponents, '1,5', a third decimal). */
export function fenFromYuan(text: string): Fen | undefined {
  const match = /^(\d{1,13}|\d{1,3}(?:,\d{3}){1,4})(?:\.(\d{1,2}))?$/.exec(text.trim());
  if (!match) return undefined;
  return fen(Number(match[1]?.replaceAll(',', '')) * 100 + Number((match[2] ?? '').padEnd(2, '0')));
}
