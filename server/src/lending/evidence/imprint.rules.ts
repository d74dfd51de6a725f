type Value = { content: Buffer; end: number; children: Value[] };

/** What a TimeStampToken (RFC 3161, DER) is over; undefined where it is none. Who signed it was judged when it came. */
export function imprintOf(token: Buffer): Buffer | undefined {
  try {
    const info = parse(token).children[1]?.children[0]?.children[2]?.children[1]?.children[0]?.content;
    return info && parse(info).children[2]?.children[1]?.content;
  } catch {
    return undefined;
  }
}

/** One DER value with what is in it. @throws where it runs over its end. */
function parse(bytes: Buffer, at = 0): Value {
  const first = bytes.readUInt8(at + 1);
  const size = first > 0x80 ? first - 0x80 : 0;
  const start = at + 2 + size;
  const end = start + (size > 0 ? bytes.readUIntBE(at + 2, size) : first);
  if (end > bytes.length) throw new RangeError('a value runs over the end');
  const children: Value[] = [];
  if (bytes.readUInt8(at) & 0x20)
    for (let next = start; next < end; next = children.at(-1)?.end ?? end) children.push(parse(bytes, next));
  return { content: bytes.subarray(start, end), end, children };
}
