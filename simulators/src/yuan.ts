/** Their amounts are yuan as text with two decimals, ours to count with are whole fen. Nothing is ever a fraction. */
export const AMOUNT_FORM = /^(?:0|[1-9]\d{0,12})\.\d{2}$/;

export const fenOf = (amount: string): number => Number(amount.replace('.', ''));

export function yuanOf(fen: number): string {
  const digits = String(Math.abs(fen)).padStart(3, '0');
  return `${fen < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
