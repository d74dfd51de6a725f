/**
 * DER, as strictly as X.690 writes it: definite lengths in their shortest form, single-byte tags. What is not written so is refused, so
 * that no byte of a signature has a second spelling.
 */
export type Der = {
  tag: number;
  /** Tag, length and content. */
  bytes: Buffer;
  content: Buffer;
};

export class NotDer extends Error {}

const MOST_DEPTH = 24;

/** The value at the beginning of the bytes; there may be more after it. @throws NotDer */
export function firstDer(bytes: Buffer): Der {
  const tag = bytes[0];
  const short = bytes[1];
  if (tag === undefined || short === undefined) throw new NotDer('cut off');
  if ((tag & 0x1f) === 0x1f) throw new NotDer('a tag of several bytes');
  const [from, length] = short < 0x80 ? [2, short] : longLength(bytes, short & 0x7f);
  if (from + length > bytes.length) throw new NotDer('cut off');
  return { tag, bytes: bytes.subarray(0, from + length), content: bytes.subarray(from, from + length) };
}

function longLength(bytes: Buffer, size: number): [number, number] {
  if (size < 1 || size > 4 || bytes.length < 2 + size)
    throw new NotDer('a length that is not definite, or far too long');
  const length = bytes.readUIntBE(2, size);
  if (length < 0x80 || bytes[2] === 0) throw new NotDer('a length that could be written shorter');
  return [2 + size, length];
}

/** Exactly one value and nothing behind it. @throws NotDer */
export function oneDer(bytes: Buffer, tag?: number): Der {
  const value = firstDer(bytes);
  if (value.bytes.length !== bytes.length) throw new NotDer('something stands behind the value');
  return tag === undefined ? value : expect(value, tag);
}

export function expect(value: Der | undefined, tag: number): Der {
  if (value?.tag !== tag) throw new NotDer(`expected tag ${tag}, found ${value?.tag ?? 'nothing'}`);
  return value;
}

/** The values inside one that is made of others. @throws NotDer */
export function inside(value: Der): Der[] {
  const found: Der[] = [];
  for (let rest = value.content; rest.length > 0;) {
    const next = firstDer(rest);
    found.push(next);
    rest = rest.subarray(next.bytes.length);
  }
  return found;
}

/** All the way down. @throws NotDer where something is not DER, or nested without end. */
export function checkDeeply(value: Der, depth = 0): void {
  if (depth > MOST_DEPTH) throw new NotDer('nested too deeply');
  if ((value.tag & 0x20) === 0) return;
  for (const child of inside(value)) checkDeeply(child, depth + 1);
}

export const SEQUENCE = 0x30;
export const SET = 0x31;
export const INTEGER = 0x02;
export const BIT_STRING = 0x03;
export const OCTET_STRING = 0x04;
export const OID = 0x06;
export const BOOLEAN = 0x01;

/** An object identifier as people write it. */
export function oidOf(value: Der | undefined): string {
  const { content } = expect(value, OID);
  if (content.length === 0 || ((content.at(-1) ?? 0) & 0x80) !== 0)
    throw new NotDer('an object identifier without end');
  const parts: number[] = [];
  let part = 0;
  for (const byte of content) {
    part = part * 128 + (byte & 0x7f);
    if (part > Number.MAX_SAFE_INTEGER) throw new NotDer('an object identifier without end');
    if ((byte & 0x80) === 0) {
      parts.push(part);
      part = 0;
    }
  }
  const first = parts.shift() ?? 0;
  const top = Math.min(2, Math.floor(first / 40));
  return [top, first - 40 * top, ...parts].join('.');
}

export function bitsOf(value: Der | undefined): Buffer {
  const { content } = expect(value, BIT_STRING);
  if (content[0] !== 0) throw new NotDer('bits that do not fill their bytes');
  return content.subarray(1);
}

/** Writes one value; what is made of others is given as their list. */
export function der(tag: number, content: Buffer | readonly Buffer[]): Buffer {
  const body = Buffer.isBuffer(content) ? content : Buffer.concat(content);
  if (body.length < 0x80) return Buffer.concat([Buffer.of(tag, body.length), body]);
  const size = body.length < 0x100 ? 1 : body.length < 0x10000 ? 2 : 3;
  const length = Buffer.alloc(size);
  length.writeUIntBE(body.length, 0, size);
  return Buffer.concat([Buffer.of(tag, 0x80 | size), length, body]);
}

export const sequence = (...parts: readonly Buffer[]): Buffer => der(SEQUENCE, parts);
/** A SET OF: DER puts its members in order. */
export const setOf = (parts: readonly Buffer[], tag = SET): Buffer => der(tag, parts.toSorted(Buffer.compare));

export function oid(text: string): Buffer {
  const [top = 0, second = 0, ...rest] = text.split('.').map(Number);
  const bytes = [40 * top + second, ...rest].flatMap((part) => {
    const seven = [part % 128];
    for (let more = Math.floor(part / 128); more > 0; more = Math.floor(more / 128)) seven.unshift(0x80 | (more % 128));
    return seven;
  });
  return der(OID, Buffer.from(bytes));
}
export const NULL = Buffer.of(0x05, 0x00);
