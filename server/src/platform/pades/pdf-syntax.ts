/** A value of PDF with where it stands in the file, so that it can be copied as it is and found again byte by byte. */
export type PdfValue = { start: number; end: number } & (
  | { is: 'number'; value: number }
  | { is: 'name'; text: string }
  | { is: 'string'; bytes: Buffer; hex: boolean }
  | { is: 'array'; items: PdfValue[] }
  | { is: 'dict'; entries: Map<string, PdfValue> }
  | { is: 'ref'; no: number; generation: number }
  | { is: 'word'; text: string }
);
export type PdfDict = Extract<PdfValue, { is: 'dict' }>;

/** The file is not put together in the way that we check byte by byte. */
export class NotPdf extends Error {}

const MOST_DEPTH = 40;
const MOST_VALUES = 200_000;
const SPACE = new Set([0, 9, 10, 12, 13, 32]);
const DELIMITERS = new Set([...'()<>[]{}/%'].map((sign) => sign.charCodeAt(0)));

/** Reads values one after the other. It never follows anything: what is nested too deeply or has no end is refused. */
export class PdfReader {
  readonly #file: Buffer;
  at: number;
  #values = 0;

  constructor(file: Buffer, at: number) {
    this.#file = file;
    this.at = at;
  }

  skipSpace(): void {
    for (;;) {
      const byte = this.#file[this.at];
      if (byte === undefined) return;
      if (byte === 0x25) this.#skipComment();
      else if (SPACE.has(byte)) this.at += 1;
      else return;
    }
  }

  #skipComment(): void {
    while (this.at < this.#file.length && this.#file[this.at] !== 10 && this.#file[this.at] !== 13) this.at += 1;
  }

  /** A word such as obj, R or trailer, or a number's digits: up to the next space or delimiter. */
  word(): string {
    this.skipSpace();
    const start = this.at;
    for (let byte = this.#file[this.at]; byte !== undefined && !SPACE.has(byte) && !DELIMITERS.has(byte);) {
      this.at += 1;
      byte = this.#file[this.at];
      if (this.at - start > 64) throw new NotPdf('a word without end');
    }
    return this.#file.toString('latin1', start, this.at);
  }

  expect(word: string): void {
    const found = this.word();
    if (found !== word) throw new NotPdf(`expected ${word} at ${this.at}`);
  }

  /** A whole number that is not negative. */
  integer(): number {
    const text = this.word();
    if (!/^\d{1,10}$/.test(text)) throw new NotPdf(`expected a number at ${this.at}`);
    return Number(text);
  }

  value(depth = 0): PdfValue {
    this.#values += 1;
    if (depth > MOST_DEPTH || this.#values > MOST_VALUES) throw new NotPdf('nested without end');
    this.skipSpace();
    const start = this.at;
    const [byte, next] = [this.#file[start], this.#file[start + 1]];
    if (byte === 0x2f) return this.#name(start);
    if (byte === 0x28) return this.#literal(start);
    if (byte === 0x5b) return this.#array(start, depth);
    if (byte === 0x3c) return next === 0x3c ? this.#dict(start, depth) : this.#hex(start);
    return this.#plain(start);
  }

  #name(start: number): PdfValue {
    this.at += 1;
    const from = this.at;
    for (let byte = this.#file[this.at]; byte !== undefined && !SPACE.has(byte) && !DELIMITERS.has(byte);) {
      this.at += 1;
      byte = this.#file[this.at];
      if (this.at - from > 256) throw new NotPdf('a name without end');
    }
    const text = this.#file
      .toString('latin1', from, this.at)
      .replace(/#([0-9A-Fa-f]{2})/g, (_, code: string) => String.fromCharCode(parseInt(code, 16)));
    return { is: 'name', text, start, end: this.at };
  }

  #literal(start: number): PdfValue {
    const bytes: number[] = [];
    let depth = 0;
    for (this.at += 1; ; this.at += 1) {
      const byte = this.#file[this.at];
      if (byte === undefined || bytes.length > 1_000_000) throw new NotPdf('a string without end');
      if (byte === 0x5c) {
        this.at += 1;
        const escaped = this.#file[this.at];
        // Enough for what is read of strings here: field names and reasons.
        if (escaped !== undefined) bytes.push(escaped);
        continue;
      }
      if (byte === 0x28) depth += 1;
      if (byte === 0x29 && depth === 0) break;
      if (byte === 0x29) depth -= 1;
      bytes.push(byte);
    }
    this.at += 1;
    return { is: 'string', bytes: Buffer.from(bytes), hex: false, start, end: this.at };
  }

  #hex(start: number): PdfValue {
    const end = this.#file.indexOf(0x3e, start);
    if (end < 0) throw new NotPdf('a string without end');
    this.at = end + 1;
    const text = this.#file.toString('latin1', start + 1, end);
    return { is: 'string', bytes: Buffer.from(text.replace(/\s/g, ''), 'hex'), hex: true, start, end: this.at };
  }

  #array(start: number, depth: number): PdfValue {
    const items: PdfValue[] = [];
    this.at += 1;
    for (;;) {
      this.skipSpace();
      if (this.#file[this.at] === 0x5d) break;
      items.push(this.value(depth + 1));
    }
    this.at += 1;
    return { is: 'array', items, start, end: this.at };
  }

  #dict(start: number, depth: number): PdfDict {
    const entries = new Map<string, PdfValue>();
    this.at += 2;
    for (;;) {
      this.skipSpace();
      if (this.#file[this.at] === 0x3e && this.#file[this.at + 1] === 0x3e) break;
      const key = this.value(depth + 1);
      if (key.is !== 'name') throw new NotPdf(`expected a name at ${key.start}`);
      // Readers do not agree on which one holds.
      if (entries.has(key.text)) throw new NotPdf(`${key.text} stands twice in one dictionary`);
      entries.set(key.text, this.value(depth + 1));
    }
    this.at += 2;
    return { is: 'dict', entries, start, end: this.at };
  }

  /** A number, a reference (two numbers and an R), true, false or null. */
  #plain(start: number): PdfValue {
    const text = this.word();
    if (/^(true|false|null)$/.test(text)) return { is: 'word', text, start, end: this.at };
    if (!/^[+-]?(\d+\.?\d*|\.\d+)$/.test(text)) throw new NotPdf(`nothing that is known stands at ${start}`);
    const end = this.at;
    if (/^\d{1,10}$/.test(text)) {
      const generation = this.word();
      if (/^\d{1,5}$/.test(generation) && this.word() === 'R')
        return { is: 'ref', no: Number(text), generation: Number(generation), start, end: this.at };
      this.at = end;
    }
    return { is: 'number', value: Number(text), start, end };
  }
}

export const entry = <Kind extends PdfValue['is']>(
  dict: PdfDict,
  key: string,
  is: Kind,
): Extract<PdfValue, { is: Kind }> | undefined => {
  const found = dict.entries.get(key);
  return found?.is === is ? (found as Extract<PdfValue, { is: Kind }>) : undefined;
};

/** What people read: UTF-16 or UTF-8 by its mark, else Latin. */
export function textOf(bytes: Buffer): string {
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return bytes.toString('utf8', 3);
  return bytes.toString('latin1');
}
