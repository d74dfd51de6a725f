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
  /** 6222020000000000017 → 6222***********0017: a bank card shows no more of its issuer than an account of ours. */
  cardNo: (text: string): string => keep(text, 4, 4),
  /** 北京市东城区安定路 1 号院 → 北京市东城区****: what leads to a door is hidden, by as many stars for every address. */
  address: (text: string): string => {
    const letters = [...text];
    return letters.length <= 6 ? '*'.repeat(letters.length) : `${letters.slice(0, 6).join('')}****`;
  },
  /** wang.xiaoming@example.com → w***@example.com */
  email: (text: string): string => {
    const at = text.lastIndexOf('@');
    return at < 1 ? '*'.repeat([...text].length) : `${[...text][0] ?? ''}***${text.slice(at)}`;
  },
  /** 王小明 → 王**: the family name stays. */
  name: (text: string): string => keep(text, 1, 0),
} as const;

function keep(text: string, head: number, tail: number): string {
  const letters = [...text];
  if (letters.length <= head + tail) return '*'.repeat(letters.length);
  const hidden = letters.length - head - tail;
  return letters.slice(0, head).join('') + '*'.repeat(hidden) + (tail > 0 ? letters.slice(-tail).join('') : '');
}
