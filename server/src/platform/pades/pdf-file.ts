import { inflateSync } from 'node:zlib';
import { entry, NotPdf, PdfReader, type PdfDict, type PdfValue } from './pdf-syntax.ts';

type Place = { offset: number; generation: number; inUse: boolean };
/** One table of objects: that of the file as it was made first, or of something that was appended. */
export type Section = {
  /** Where the word xref stands. */
  offset: number;
  /** Behind the trailer's dictionary. */
  end: number;
  places: ReadonlyMap<number, Place>;
  trailer: PdfDict;
};

const MOST_SECTIONS = 64;
const MOST_OBJECTS = 50_000;
const MOST_STREAM = 1_000_000;

/** A file, or the beginning of one, as it was at the end of one revision. */
export class PdfFile {
  readonly bytes: Buffer;
  /** The newest first. */
  readonly sections: readonly Section[];

  /** @throws NotPdf where it is no PDF, or is put together in another way than by plain tables. */
  constructor(bytes: Buffer) {
    if (bytes.toString('latin1', 0, 5) !== '%PDF-') throw new NotPdf('it does not begin as a PDF');
    this.bytes = bytes;
    this.sections = readSections(bytes);
  }

  get trailer(): PdfDict {
    return (this.sections[0] as Section).trailer;
  }

  catalog(): { no: number; dict: PdfDict } {
    const root = entry(this.trailer, 'Root', 'ref');
    if (!root) throw new NotPdf('it has no catalog');
    return { no: root.no, dict: this.dict(root) };
  }

  /** Where the object begins that a number stands for now. */
  place(no: number): number | undefined {
    const place = this.sections.find(({ places }) => places.has(no))?.places.get(no);
    return place?.inUse ? place.offset : undefined;
  }

  object(no: number, generation = 0): PdfValue {
    const offset = this.place(no);
    if (offset === undefined) throw new NotPdf(`object ${no} is missing`);
    return this.#read(no, generation, offset).value;
  }

  #read(no: number, generation: number, offset: number): { value: PdfValue; reader: PdfReader } {
    const reader = new PdfReader(this.bytes, offset);
    if (reader.integer() !== no || reader.integer() !== generation) throw new NotPdf(`object ${no} is another one`);
    reader.expect('obj');
    return { value: reader.value(), reader };
  }

  /** A value itself, or what it refers to. */
  resolve(value: PdfValue | undefined): PdfValue | undefined {
    return value?.is === 'ref' ? this.object(value.no, value.generation) : value;
  }

  dict(value: PdfValue | undefined): PdfDict {
    const found = this.resolve(value);
    if (found?.is !== 'dict') throw new NotPdf('a dictionary is missing');
    return found;
  }

  items(value: PdfValue | undefined): readonly PdfValue[] {
    const found = this.resolve(value);
    if (found === undefined) return [];
    if (found.is !== 'array') throw new NotPdf('a list is missing');
    return found.items;
  }

  /** The content of a small stream, never inflated beyond a megabyte. */
  stream(value: PdfValue): Buffer {
    if (value.is !== 'ref') throw new NotPdf('a stream is missing');
    const offset = this.place(value.no);
    if (offset === undefined) throw new NotPdf(`object ${value.no} is missing`);
    const { value: dict, reader } = this.#read(value.no, value.generation, offset);
    if (dict.is !== 'dict') throw new NotPdf('a stream is missing');
    reader.expect('stream');
    const from = reader.at + (this.bytes[reader.at] === 13 ? 2 : 1);
    const length = this.resolve(dict.entries.get('Length'));
    if (
      length?.is !== 'number' ||
      length.value < 0 ||
      length.value > MOST_STREAM ||
      from + length.value > this.bytes.length
    )
      throw new NotPdf('a stream is cut off, or far too long');
    const raw = this.bytes.subarray(from, from + length.value);
    const filter = this.resolve(dict.entries.get('Filter'));
    if (filter === undefined) return raw;
    if (filter.is !== 'name' || filter.text !== 'FlateDecode') throw new NotPdf('a stream is packed in an unknown way');
    try {
      return inflateSync(raw, { maxOutputLength: MOST_STREAM });
    } catch (cause) {
      throw new NotPdf('a stream does not unpack, or to far too much', { cause });
    }
  }

  /** The references of the pages, in their order. */
  firstPage(): { no: number; dict: PdfDict } {
    let node = entry(this.catalog().dict, 'Pages', 'ref');
    for (let depth = 0; node && depth < 20; depth += 1) {
      const dict = this.dict(node);
      if (entry(dict, 'Type', 'name')?.text === 'Page') return { no: node.no, dict };
      const [first] = this.items(dict.entries.get('Kids'));
      node = first?.is === 'ref' ? first : undefined;
    }
    throw new NotPdf('it has no page');
  }
}

function readSections(bytes: Buffer): Section[] {
  const sections: Section[] = [];
  let objects = 0;
  for (let at: number | undefined = startOfTable(bytes); at !== undefined;) {
    const section: Section = readSection(bytes, at);
    sections.push(section);
    objects += section.places.size;
    if (sections.length > MOST_SECTIONS || objects > MOST_OBJECTS) throw new NotPdf('it has far too many parts');
    const before: PdfValue | undefined = section.trailer.entries.get('Prev');
    if (before !== undefined && (before.is !== 'number' || before.value >= at))
      throw new NotPdf('its tables run in a circle');
    at = before?.value;
  }
  return sections;
}

function startOfTable(bytes: Buffer): number {
  const at = bytes.lastIndexOf('startxref');
  if (at < 0) throw new NotPdf('its end is missing');
  const reader = new PdfReader(bytes, at);
  reader.expect('startxref');
  return reader.integer();
}

function readSection(bytes: Buffer, offset: number): Section {
  const reader = new PdfReader(bytes, offset);
  reader.expect('xref');
  const places = new Map<number, Place>();
  for (;;) {
    const word = reader.word();
    if (word === 'trailer') break;
    const count = reader.integer();
    if (!/^\d{1,8}$/.test(word) || count > MOST_OBJECTS) throw new NotPdf('a table is not as it should be');
    for (let i = 0; i < count; i += 1) {
      const place = { offset: reader.integer(), generation: reader.integer(), inUse: isInUse(reader.word()) };
      const no = Number(word) + i;
      if (places.has(no)) throw new NotPdf(`object ${no} stands twice in one table`);
      places.set(no, place);
    }
  }
  const trailer = reader.value();
  if (trailer.is !== 'dict') throw new NotPdf('a trailer is missing');
  // Objects that only some readers see.
  if (trailer.entries.has('XRefStm') || trailer.entries.has('Encrypt'))
    throw new NotPdf('it is a hybrid, or encrypted');
  return { offset, end: reader.at, places, trailer };
}

function isInUse(word: string): boolean {
  if (word !== 'n' && word !== 'f') throw new NotPdf('a table is not as it should be');
  return word === 'n';
}
