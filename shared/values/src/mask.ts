/**
 * What a screen or a message may show of a value that it must not show whole. One function per kind of value; whatever
 * shows personal data goes through here, on either side of the wire.
 */
export const mask = {
  /** 13812345678 → 138****5678 */
  mobile: (text: string): string => keep(text, 3, 4),
  /** 110101199003074514 → 1101**********4514 */
  idNumber: (text: string): string => keep(text, 4, 4),
  /** 6222020000000000017 → 6222***********0017 */
  accountNo: (text: string): string => keep(text, 4, 4),
  /** 王小明 → 王**: the family name stays. */
  name: (text: string): string => keep(text, 1, 0),
} as const;

function keep(text: string, head: number, tail: number): string {
  const letters = [...text];
  if (letters.length <= head + tail) return '*'.repeat(letters.length);
  const hidden = letters.length - head - tail;
  return letters.slice(0, head).join('') + '*'.repeat(hidden) + (tail > 0 ? letters.slice(-tail).join('') : '');
}
