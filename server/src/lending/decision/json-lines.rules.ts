/** Where in a text of JSON each value stands, by its pointer ('/nodes/3/name'), as the line it begins on. */
export type JsonRead =
  { ok: true; value: unknown; lineOf: ReadonlyMap<string, number> } | { ok: false; line: number; reason: string };

/** Deeper than any model; a text that nests further is an attack on the stack. */
const MOST_DEEP = 64;

/** Reads JSON as JSON.parse does, and says of what does not parse on which line. A name that comes twice is a mistake too. */
export function readJson(text: string): JsonRead {
  const lineOf = new Map<string, number>();
  try {
    return { ok: true, value: new Reader(text, lineOf).whole(), lineOf };
  } catch (error) {
    if (!(error instanceof Misread)) throw error;
    return { ok: false, line: lineAt(text, error.at), reason: error.message };
  }
}

class Misread extends Error {
  readonly at: number;
  constructor(reason: string, at: number) {
    super(reason);
    this.at = at;
  }
}

const lineAt = (text: string, at: number): number => text.slice(0, at).split('\n').length;

const SPACE = /[ \t\r\n]*/y;
const STRING = /"(?:[^"\\\p{Cc}]|[\x7f-\x9f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/uy;
const PLAIN = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

class Reader {
  readonly #text: string;
  readonly #lineOf: Map<string, number>;
  #at = 0;
  #line = 1;
  #counted = 0;

  constructor(text: string, lineOf: Map<string, number>) {
    this.#text = text;
    this.#lineOf = lineOf;
  }

  whole(): unknown {
    const value = this.#value('', 0);
    this.#space();
    if (this.#at < this.#text.length) throw new Misread('内容在此之后应当结束', this.#at);
    return value;
  }

  #value(pointer: string, depth: number): unknown {
    this.#space();
    if (depth > MOST_DEEP) throw new Misread('嵌套层数过多', this.#at);
    this.#lineOf.set(pointer, this.#here());
    const first = this.#text[this.#at];
    if (first === '{') return this.#object(pointer, depth);
    if (first === '[') return this.#list(pointer, depth);
    if (first === '"') return this.#string();
    const word = this.#take(PLAIN);
    if (word === undefined) throw new Misread(first === undefined ? '内容不完整' : `此处不应出现“${first}”`, this.#at);
    return JSON.parse(word) as unknown;
  }

  #object(pointer: string, depth: number): object {
    const fields = new Map<string, unknown>();
    this.#each('}', () => {
      this.#space();
      const at = this.#at;
      const name = this.#text[at] === '"' ? this.#string() : undefined;
      if (name === undefined) throw new Misread('此处应为带双引号的字段名', at);
      if (fields.has(name)) throw new Misread(`字段“${name}”重复`, at);
      this.#space();
      if (this.#text[this.#at] !== ':') throw new Misread(`字段“${name}”后缺少冒号`, this.#at);
      this.#at += 1;
      fields.set(name, this.#value(`${pointer}/${name}`, depth + 1));
    });
    return Object.fromEntries(fields);
  }

  #list(pointer: string, depth: number): unknown[] {
    const values: unknown[] = [];
    this.#each(']', () => values.push(this.#value(`${pointer}/${values.length}`, depth + 1)));
    return values;
  }

  #each(end: '}' | ']', one: () => void): void {
    const began = this.#at;
    this.#at += 1;
    this.#space();
    if (this.#text[this.#at] === end) return void (this.#at += 1);
    for (;;) {
      one();
      this.#space();
      const next = this.#text[this.#at];
      if (next === undefined) throw new Misread(`括号没有结束，缺少“${end}”`, began);
      if (next !== ',' && next !== end) throw new Misread(`此处缺少逗号或“${end}”`, this.#at);
      this.#at += 1;
      if (next === end) return;
    }
  }

  #string(): string {
    const at = this.#at;
    const text = this.#take(STRING);
    if (text === undefined) throw new Misread('文字没有结束，或含有不允许的字符', at);
    return JSON.parse(text) as string;
  }

  #take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    if (found === undefined) return undefined;
    this.#at += found.length;
    return found;
  }

  #space(): void {
    this.#take(SPACE);
  }

  #here(): number {
    for (; this.#counted < this.#at; this.#counted += 1) if (this.#text[this.#counted] === '\n') this.#line += 1;
    return this.#line;
  }
}
