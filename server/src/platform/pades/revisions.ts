import { entry, NotPdf, type PdfDict, type PdfValue } from './pdf-syntax.ts';
import type { PdfFile } from './pdf-file.ts';

/** A signature as it stands in the file, not yet opened. */
export type Placed = {
  fieldName: PdfValue | undefined;
  dict: PdfDict;
  /** Where the room for it begins and ends, the brackets with it; everything else up to `covers` is signed. */
  gap: readonly [number, number];
  /** The end of what it covers: the file's end when it was made. */
  covers: number;
};

/** The fields of the file as it is now: those that are signed, in the order in which they were, and how many are not. */
export function signaturesOf(file: PdfFile): { placed: Placed[]; empty: number } {
  const form = file.catalog().dict.entries.get('AcroForm');
  if (form === undefined) return { placed: [], empty: 0 };
  const placed: Placed[] = [];
  let empty = 0;
  for (const item of file.items(file.dict(form).entries.get('Fields'))) {
    const field = file.dict(item);
    if (entry(field, 'FT', 'name')?.text !== 'Sig') continue;
    const value = field.entries.get('V');
    if (value === undefined) empty += 1;
    else placed.push(place(file, field, file.dict(value)));
  }
  placed.sort((one, other) => one.covers - other.covers);
  // Two fields could show one signature, of which only one person knows.
  if (new Set(placed.map(({ covers }) => covers)).size < placed.length)
    throw new NotPdf('two fields show one signature');
  return { placed, empty };
}

/** @throws NotPdf where what it says to cover is not everything but itself. */
function place(file: PdfFile, field: PdfDict, dict: PdfDict): Placed {
  const contents = entry(dict, 'Contents', 'string');
  const range = entry(dict, 'ByteRange', 'array')?.items.map((item) =>
    item.is === 'number' ? item.value : Number.NaN,
  );
  if (!contents?.hex || !range || range.length !== 4 || !range.every((part) => Number.isSafeInteger(part) && part >= 0))
    throw new NotPdf('a signature does not say what it covers');
  const [zero, before, from, behind] = range as [number, number, number, number];
  const covers = from + behind;
  if (zero !== 0 || before !== contents.start || from !== contents.end || covers > file.bytes.length || from >= covers)
    throw new NotPdf('a signature leaves out more than itself');
  return { fieldName: field.entries.get('T'), dict, gap: [contents.start, contents.end], covers };
}

/** What a signature's bytes are; undefined where they could be written in another way and still say the same. */
export function contentsOf(file: PdfFile, { gap: [start, end] }: Placed): Buffer | undefined {
  const text = file.bytes.toString('latin1', start + 1, end - 1);
  if (text.length % 2 !== 0 || !(/^[0-9a-f]*$/.test(text) || /^[0-9A-F]*$/.test(text))) return undefined;
  const bytes = Buffer.from(text, 'hex');
  const length = declaredLength(bytes);
  if (length === undefined || bytes.subarray(length).some((byte) => byte !== 0)) return undefined;
  return bytes.subarray(0, length);
}

/** Of the first value: what stands behind it is room that was not needed. */
function declaredLength(bytes: Buffer): number | undefined {
  const size = (bytes[1] ?? 0) & 0x7f;
  if (bytes[0] !== 0x30 || ((bytes[1] ?? 0) & 0x80) === 0 || size < 1 || size > 3 || bytes.length < 5) return undefined;
  const length = 2 + size + bytes.readUIntBE(2, size);
  return length <= bytes.length ? length : undefined;
}

/**
 * What was changed between two signatures, or nothing that matters: the later one may bring itself in a field, and the data to check both.
 * @param before the file as the earlier one covers it. @param after as the later one does.
 */
export function strangeChanges(before: PdfFile, after: PdfFile): string[] {
  const added = after.sections.length - before.sections.length;
  const [section] = after.sections;
  if (added !== 1 || !section || section.offset < before.bytes.length) return ['在两个签名之间，文件被多次改写'];
  if (entry(section.trailer, 'Root', 'ref')?.no !== before.catalog().no) return ['在两个签名之间，文件的目录被替换'];
  const found: string[] = [];
  const forms = new Set([before, after].map((file) => refOf(file.catalog().dict.entries.get('AcroForm'))));
  for (const [no, { inUse, offset }] of section.places) {
    if (no === 0 && !inUse) continue;
    if (!inUse) found.push(`在两个签名之间，对象 ${no} 被删除`);
    else if (offset < before.bytes.length) found.push(`在两个签名之间，对象 ${no} 被换成了另一个`);
    else if (before.sections.some(({ places }) => places.has(no))) {
      if (!isHarmless(no, before, after, forms)) found.push(`在两个签名之间，对象 ${no} 的内容被改动`);
    }
  }
  return found;
}

const refOf = (value: PdfValue | undefined): number => (value?.is === 'ref' ? value.no : -1);

function isHarmless(no: number, before: PdfFile, after: PdfFile, forms: ReadonlySet<number>): boolean {
  const [was, is] = [before.object(no), after.object(no)];
  if (was.is !== 'dict' || is.is !== 'dict') return false;
  const differing = differences(before, was, after, is);
  if (no === before.catalog().no) return differing.every((key) => key === 'DSS' || key === 'Extensions');
  if (forms.has(no)) return differing.every((key) => key === 'SigFlags');
  // An empty field that was signed.
  return entry(was, 'FT', 'name')?.text === 'Sig' && !was.entries.has('V') && differing.every((key) => key === 'V');
}

/** By the very bytes that stand in the file: a writer that only adds copies them. */
function differences(before: PdfFile, was: PdfDict, after: PdfFile, is: PdfDict): string[] {
  const written = (file: PdfFile, value: PdfValue | undefined) =>
    value && file.bytes.toString('latin1', value.start, value.end).replace(/\s+/g, ' ');
  return [...new Set([...was.entries.keys(), ...is.entries.keys()])].filter(
    (key) => written(before, was.entries.get(key)) !== written(after, is.entries.get(key)),
  );
}
