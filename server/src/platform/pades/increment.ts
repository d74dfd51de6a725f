import { entry, type PdfDict, type PdfValue } from './pdf-syntax.ts';
import type { PdfFile } from './pdf-file.ts';

/** Something appended to a file: new objects, and newer states of old ones. Not a byte of what was there changes. */
export class Increment {
  readonly #file: PdfFile;
  readonly #objects = new Map<number, Buffer>();
  #next: number;

  constructor(file: PdfFile) {
    this.#file = file;
    const size = entry(file.trailer, 'Size', 'number');
    if (!size) throw new Error('the file does not say how many objects it has');
    this.#next = size.value;
  }

  /** A number for an object that is written later. */
  reserve(): number {
    this.#next += 1;
    return this.#next - 1;
  }

  set(no: number, ...content: (string | Buffer)[]): void {
    this.#objects.set(
      no,
      Buffer.concat(content.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : part))),
    );
  }

  add(...content: (string | Buffer)[]): number {
    const no = this.reserve();
    this.set(no, ...content);
    return no;
  }

  addStream(content: Buffer): number {
    return this.add(`<< /Length ${content.length} >>\nstream\n`, content, '\nendstream');
  }

  /** A dictionary of the file as it is, with these entries set. */
  changed(dict: PdfDict, entries: Record<string, string>): string {
    const kept = [...dict.entries].filter(([key]) => !Object.hasOwn(entries, key));
    const lines = [...kept.map(([key, value]) => `/${escaped(key)} ${this.copy(value)}`)];
    for (const [key, value] of Object.entries(entries)) lines.push(`/${key} ${value}`);
    return `<<\n  ${lines.join('\n  ')}\n>>`;
  }

  /** As it stands in the file. */
  copy(value: PdfValue): string {
    return this.#file.bytes.toString('latin1', value.start, value.end);
  }

  /** The whole file, and where in it each object of this increment begins. */
  append(): { bytes: Buffer; places: ReadonlyMap<number, number> } {
    const { bytes, trailer, sections } = this.#file;
    const parts: Buffer[] = [bytes];
    let at = bytes.length;
    const write = (...content: Buffer[]): void => {
      for (const part of content) {
        parts.push(part);
        at += part.length;
      }
    };
    if (bytes.at(-1) !== 10) write(Buffer.from('\n'));
    const places = new Map<number, number>();
    for (const [no, content] of this.#objects) {
      places.set(no, at);
      write(Buffer.from(`${no} 0 obj\n`), content, Buffer.from('\nendobj\n'));
    }
    const start = at;
    const before = sections[0]?.offset ?? 0;
    const kept = ['Root', 'Info', 'ID'].flatMap((key) => {
      const value = trailer.entries.get(key);
      return value ? [`/${key} ${this.copy(value)}`] : [];
    });
    write(
      Buffer.from(`xref\n${table(places)}trailer\n`),
      Buffer.from(`<<\n  ${[`/Size ${this.#next}`, ...kept, `/Prev ${before}`].join('\n  ')}\n>>\n`, 'latin1'),
      Buffer.from(`startxref\n${start}\n%%EOF\n`),
    );
    return { bytes: Buffer.concat(parts), places };
  }
}

const escaped = (name: string): string =>
  name.replace(/[^!-~]|[#()<>[\]{}/%]/g, (sign) => `#${sign.charCodeAt(0).toString(16).padStart(2, '0')}`);

/** In runs of numbers that follow each other, each line of twenty bytes. */
function table(places: ReadonlyMap<number, number>): string {
  const numbers = [...places.keys()].toSorted((one, other) => one - other);
  const runs: number[][] = [];
  for (const no of numbers) {
    const run = runs.at(-1);
    if (run && run.at(-1) === no - 1) run.push(no);
    else runs.push([no]);
  }
  return runs
    .map((run) => {
      const lines = run.map((no) => `${String(places.get(no)).padStart(10, '0')} 00000 n \n`);
      return `${run[0]} ${run.length}\n${lines.join('')}`;
    })
    .join('');
}

/** Text that people read, in every script. */
export const pdfText = (text: string): string => `<FEFF${Buffer.from(text, 'utf16le').swap16().toString('hex')}>`;
