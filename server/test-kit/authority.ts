import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';
import { type Instant } from '@miaodai/values';

/**
 * A certificate and time-stamp authority in memory, written from X.509 and RFC 3161 and sharing nothing with what it is to test: files that
 * are signed by it are read by openssl and pdfsig, too.
 */
type Subject = { commonName: string; organisation?: string };
type Terms = {
  subject: Subject;
  publicKey: KeyObject;
  notBefore?: string;
  notAfter?: string;
  /** Bits as X.509 counts them: 0 digitalSignature, 1 nonRepudiation, 5 keyCertSign, 6 cRLSign. */
  keyUsage?: readonly number[];
  isAuthority?: boolean;
  timeStamping?: boolean;
};
type Revoked = { certificate: Buffer; on: string };
export type Authority = {
  /** DER, its own first, the root last. */
  chain: Buffer[];
  issue(terms: Terms): Buffer[];
  /** Not an authority: one that only plays it. */
  sub(name: string, isAuthority?: boolean): Authority;
  revocationList(revoked?: readonly Revoked[], from?: string, to?: string): Buffer;
};

export const FROM = '2020-01-01T00:00:00Z';
export const TO = '2040-01-01T00:00:00Z';

const tlv = (tag: number, ...parts: Buffer[]): Buffer => {
  const body = Buffer.concat(parts);
  if (body.length < 128) return Buffer.concat([Buffer.of(tag, body.length), body]);
  const hex = body.length.toString(16);
  const length = Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex');
  return Buffer.concat([Buffer.of(tag, 0x80 | length.length), length, body]);
};
const seq = (...parts: Buffer[]): Buffer => tlv(0x30, ...parts);
const set = (...parts: Buffer[]): Buffer => tlv(0x31, ...parts);
const int = (bytes: Buffer): Buffer =>
  tlv(0x02, (bytes[0] as number) & 0x80 ? Buffer.concat([Buffer.of(0), bytes]) : bytes);
const octets = (bytes: Buffer): Buffer => tlv(0x04, bytes);
const bits = (bytes: Buffer, unused = 0): Buffer => tlv(0x03, Buffer.of(unused), bytes);
const utf8 = (text: string): Buffer => tlv(0x0c, Buffer.from(text, 'utf8'));
const time = (at: string): Buffer => tlv(0x18, Buffer.from(at.replaceAll(/[-:T]/g, ''), 'latin1'));
const oid = (hex: string): Buffer => tlv(0x06, Buffer.from(hex, 'hex'));
const TRUE = tlv(0x01, Buffer.of(255));
const ECDSA_SHA256 = seq(oid('2a8648ce3d040302'));
const RSA_SHA256 = seq(oid('2a864886f70d01010b'), Buffer.of(5, 0));
const SHA256 = seq(oid('608648016503040201'));

const algorithmOf = (key: KeyObject): Buffer => (key.asymmetricKeyType === 'rsa' ? RSA_SHA256 : ECDSA_SHA256);
const nameOf = ({ commonName, organisation }: Subject): Buffer =>
  seq(
    set(seq(oid('550406'), tlv(0x13, Buffer.from('CN')))),
    ...(organisation ? [set(seq(oid('55040a'), utf8(organisation)))] : []),
    set(seq(oid('550403'), utf8(commonName))),
  );
const extension = (type: string, critical: boolean, value: Buffer): Buffer =>
  seq(oid(type), ...(critical ? [TRUE] : []), octets(value));

function usageBits(which: readonly number[]): Buffer {
  let byte = 0;
  for (const bit of which) byte |= 0x80 >> bit;
  return bits(Buffer.of(byte), Math.clz32(byte & -byte) ^ 31);
}

function certificate(issuer: Subject, by: KeyObject, terms: Terms): Buffer {
  const { isAuthority = false, keyUsage = isAuthority ? [5, 6] : [0, 1] } = terms;
  const serial = randomBytes(12);
  serial[0] = 0x40 | ((serial[0] as number) & 0x3f);
  const extensions = [
    extension('551d13', true, seq(...(isAuthority ? [TRUE] : []))),
    extension('551d0f', true, usageBits(keyUsage)),
    ...(terms.timeStamping ? [extension('551d25', true, seq(oid('2b06010505070308')))] : []),
  ];
  const body = seq(
    tlv(0xa0, int(Buffer.of(2))),
    int(serial),
    algorithmOf(by),
    nameOf(issuer),
    seq(time(terms.notBefore ?? FROM), time(terms.notAfter ?? TO)),
    nameOf(terms.subject),
    terms.publicKey.export({ type: 'spki', format: 'der' }),
    tlv(0xa3, seq(...extensions)),
  );
  return seq(body, algorithmOf(by), bits(sign('sha256', body, by)));
}

export function rootAuthority(commonName: string): Authority {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const subject = { commonName, organisation: '示例认证机构' };
  return authority(subject, privateKey, [certificate(subject, privateKey, { subject, publicKey, isAuthority: true })]);
}

function authority(subject: Subject, key: KeyObject, chain: Buffer[]): Authority {
  return {
    chain,
    issue: (terms) => [certificate(subject, key, terms), ...chain],
    sub(commonName, isAuthority = true) {
      const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
      const below = { commonName, organisation: '示例认证机构' };
      const terms = { subject: below, publicKey: pair.publicKey, isAuthority };
      return authority(below, pair.privateKey, [certificate(subject, key, terms), ...chain]);
    },
    revocationList(revoked = [], from = FROM, to = TO) {
      const entries = revoked.map(({ certificate: of, on }) => seq(serialOf(of), time(on)));
      const list = entries.length > 0 ? [seq(...entries)] : [];
      const number = tlv(0xa0, seq(extension('551d14', false, int(Buffer.of(1)))));
      const body = seq(int(Buffer.of(1)), algorithmOf(key), nameOf(subject), time(from), time(to), ...list, number);
      return seq(body, algorithmOf(key), bits(sign('sha256', body, key)));
    },
  };
}

const contentOf = (value: Buffer): Buffer =>
  value.subarray((value[1] as number) < 0x80 ? 2 : 2 + ((value[1] as number) & 0x7f));
const lengthOf = (value: Buffer): number => {
  const size = (value[1] as number) < 0x80 ? 0 : (value[1] as number) & 0x7f;
  return 2 + size + (size === 0 ? (value[1] as number) : value.readUIntBE(2, size));
};
/** INTEGER and Name of an issued certificate: behind the version come serial number, algorithm and issuer. */
function partsOf(of: Buffer): Buffer[] {
  const parts: Buffer[] = [];
  for (let rest = contentOf(contentOf(of).subarray(0, lengthOf(contentOf(of)))); rest.length > 0;) {
    parts.push(rest.subarray(0, lengthOf(rest)));
    rest = rest.subarray(lengthOf(rest));
  }
  return parts;
}
const serialOf = (of: Buffer): Buffer => partsOf(of)[1] as Buffer;

export type Stamper = { chain: Buffer[]; stamp(digest: Buffer): Promise<Buffer> };

/** @param at the time that all its tokens say. */
export function timeStamper(by: Authority, at: Instant, terms: Partial<Terms> = {}): Stamper {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const subject = { commonName: '可信时间戳', organisation: '示例时间戳机构' };
  const chain = by.issue({ subject, publicKey, keyUsage: [0], timeStamping: true, ...terms });
  const leaf = chain[0] as Buffer;
  const stamp = (digest: Buffer): Buffer => {
    const imprint = seq(SHA256, octets(digest));
    const info = seq(
      int(Buffer.of(1)),
      oid('2b06010401819901'),
      imprint,
      int(randomBytes(8)),
      time(at.replace(/\.\d+/, '')),
    );
    const [, serial, , issuer] = partsOf(leaf) as [Buffer, Buffer, Buffer, Buffer];
    const attributes = [
      seq(oid('2a864886f70d010903'), set(oid('2a864886f70d0109100104'))),
      seq(oid('2a864886f70d010904'), set(octets(sha256(info)))),
      seq(oid('2a864886f70d010910022f'), set(seq(seq(seq(octets(sha256(leaf))))))),
    ].toSorted(Buffer.compare);
    const signature = sign('sha256', set(...attributes), privateKey);
    const signer = seq(
      int(Buffer.of(1)),
      seq(issuer, serial),
      SHA256,
      tlv(0xa0, ...attributes),
      ECDSA_SHA256,
      octets(signature),
    );
    const content = seq(oid('2a864886f70d0109100104'), tlv(0xa0, octets(info)));
    const data = seq(int(Buffer.of(3)), set(SHA256), content, tlv(0xa0, ...chain), set(signer));
    return seq(oid('2a864886f70d010702'), tlv(0xa0, data));
  };
  return { chain, stamp: (digest) => Promise.resolve(stamp(digest)) };
}

const sha256 = (bytes: Buffer): Buffer => createHash('sha256').update(bytes).digest();
