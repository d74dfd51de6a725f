type Has = (codePoint: number) => boolean;

/**
 * Which characters a font can show: its cmap, in format 12 (every plane) or 4 (the first one).
 * @throws where the file is no such font.
 */
export function glyphsOf(font: Buffer): Has {
  const cmap = tableOf(font, 'cmap');
  const subtables = Array.from({ length: font.readUInt16BE(cmap + 2) }, (_, n) => {
    const record = cmap + 4 + n * 8;
    const at = cmap + font.readUInt32BE(record + 4);
    return { at, format: font.readUInt16BE(at) };
  });
  const full = subtables.find(({ format }) => format === 12);
  if (!full) throw new Error('a font that cannot tell its characters of every plane');
  const groups = Array.from({ length: font.readUInt32BE(full.at + 12) }, (_, n) => {
    const group = full.at + 16 + n * 12;
    return { from: font.readUInt32BE(group), to: font.readUInt32BE(group + 4) };
  });
  return (codePoint) => {
    let low = 0;
    let high = groups.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((groups[middle]?.to ?? 0) < codePoint) low = middle + 1;
      else high = middle;
    }
    return (groups[low]?.from ?? Infinity) <= codePoint;
  };
}

function tableOf(font: Buffer, tag: string): number {
  const tables = font.readUInt16BE(4);
  for (let n = 0; n < tables; n += 1) {
    const record = 12 + n * 16;
    if (font.toString('latin1', record, record + 4) === tag) return font.readUInt32BE(record + 8);
  }
  throw new Error(`a font without a table ${tag}`);
}

/**
 * The data as they can be printed: a character that no font has, that cannot be seen or that turns the direction of writing is written as its
 * code, '〔U+2E9F5〕', never left out; `absent` names each once. Line ends stay, a tab is a blank.
 */
export function printable(data: unknown, has: Has): { value: unknown; absent: string[] } {
  const absent = new Set<string>();
  const shown = (text: string): string =>
    text
      .replace(/\r\n?/g, '\n')
      .replaceAll('\t', ' ')
      .replace(/[^ -~\n]/gu, (character) => {
        const codePoint = character.codePointAt(0) ?? 0;
        if (!/\p{C}|\p{Default_Ignorable_Code_Point}|[\u2028\u2029]/u.test(character) && has(codePoint))
          return character;
        const code = `U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}`;
        absent.add(code);
        return `〔${code}〕`;
      });
  const walk = (value: unknown): unknown => {
    if (typeof value === 'string') return shown(value);
    if (Array.isArray(value)) return value.map(walk);
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, walk(inner)]));
  };
  return { value: walk(data), absent: [...absent] };
}
