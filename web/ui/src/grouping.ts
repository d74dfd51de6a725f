/** How a field shows its value in groups, and what of the typed text counts. Pure, so that the caret can be tested. */
export type Grouping = {
  /** Whether a typed character counts; the others are separators. */
  counts: (character: string) => boolean;
  /** What may stay of the characters that count: at most two decimals, at most eleven digits. */
  tidy: (bare: string) => string;
  show: (bare: string) => string;
};

/** The text in its groups again after a change, and the caret behind the same character as before. */
export function regroup(
  grouping: Grouping,
  typed: string,
  caret: number,
): { bare: string; text: string; caret: number } {
  const keep = (text: string): string => [...text].filter(grouping.counts).join('');
  const bare = grouping.tidy(keep(typed));
  const text = grouping.show(bare);
  // A character that tidying drops in front of the caret (a leading zero) must not push it on.
  const before = grouping.tidy(keep(typed.slice(0, caret))).length;
  return { bare, text, caret: caretAfter(grouping, text, before) };
}

function caretAfter(grouping: Grouping, text: string, count: number): number {
  let passed = 0;
  for (let at = 0; at < text.length; at += 1) {
    if (passed === count) return at;
    if (grouping.counts(text[at] as string)) passed += 1;
  }
  return text.length;
}

const isDigit = (character: string): boolean => character >= '0' && character <= '9';

/** 13812345678 → 138 1234 5678; a pasted +86 is taken off. */
export const mobileGrouping: Grouping = {
  counts: isDigit,
  tidy: (bare) => (bare.length > 11 && bare.startsWith('86') ? bare.slice(2) : bare).slice(0, 11),
  show: (bare) => [bare.slice(0, 3), bare.slice(3, 7), bare.slice(7)].filter(Boolean).join(' '),
};

/** 110101199003078515 → 110101 19900307 8515; an x counts as X. */
export const idNumberGrouping: Grouping = {
  counts: (character) => isDigit(character) || character === 'x' || character === 'X',
  tidy: (bare) => bare.toUpperCase().slice(0, 18),
  show: (bare) => [bare.slice(0, 6), bare.slice(6, 14), bare.slice(14)].filter(Boolean).join(' '),
};

/** Digits only, at most so many, shown as they are. */
export const digitsGrouping = (most: number): Grouping => ({
  counts: isDigit,
  tidy: (bare) => bare.slice(0, most),
  show: (bare) => bare,
});

/** 1234567.5 → 1,234,567.5 with at most nine digits of yuan and two decimals. */
export const moneyGrouping: Grouping = {
  counts: (character) => isDigit(character) || character === '.',
  tidy: tidyMoney,
  show: (bare) => {
    const [whole = '', decimals] = bare.split('.');
    const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
    return decimals === undefined ? grouped : `${grouped}.${decimals}`;
  },
};

function tidyMoney(bare: string): string {
  const dot = bare.indexOf('.');
  const digits = (dot < 0 ? bare : bare.slice(0, dot)).replace(/^0+(?=\d)/, '').slice(0, 9);
  if (dot < 0) return digits;
  const decimals = bare
    .slice(dot + 1)
    .replace(/\./g, '')
    .slice(0, 2);
  return `${digits || '0'}.${decimals}`;
}

const PLACES = ['', '', '', '', '千', '万', '十万', '百万', '千万', '亿'];

/** The name of the first digit's place, from a thousand up: 58000 → 万. It guards against a zero too many. */
export const placeName = (bare: string): string => PLACES[(bare.split('.')[0] ?? '').length] ?? '';
