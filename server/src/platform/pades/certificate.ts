import { createPublicKey, verify, type KeyObject } from 'node:crypto';
import { instant, type Instant } from '@miaodai/values';
import {
  BIT_STRING,
  bitsOf,
  BOOLEAN,
  checkDeeply,
  expect,
  firstDer,
  INTEGER,
  inside,
  NotDer,
  OCTET_STRING,
  oidOf,
  oneDer,
  SEQUENCE,
  type Der,
} from './der.ts';
import { OIDS } from './cms.ts';

type Extension = { critical: boolean; value: Der };
export type Certificate = {
  bytes: Buffer;
  signed: Buffer;
  signature: Buffer;
  algorithm: Der;
  serial: Der;
  issuer: Der;
  subject: Der;
  notBefore: Instant;
  notAfter: Instant;
  /** Read at the first use: most of what comes with a file is never needed. */
  publicKey(): KeyObject;
  extensions: ReadonlyMap<string, Extension>;
};

export const EXTENSIONS = {
  basicConstraints: '2.5.29.19',
  keyUsage: '2.5.29.15',
  extendedKeyUsage: '2.5.29.37',
} as const;

/** @throws NotDer */
export function readCertificate(bytes: Buffer): Certificate {
  const whole = oneDer(bytes, SEQUENCE);
  checkDeeply(whole);
  const [tbs, algorithm, bits, ...more] = inside(whole);
  if (more.length > 0) throw new NotDer('a certificate has three parts');
  const fields = inside(expect(tbs, SEQUENCE));
  // Version 3 says itself; older ones have no extensions and are of no use here.
  expect(fields[0], 0xa0);
  const [, serial, inner, issuer, validity, subject, spki, ...rest] = fields;
  if (!sameDer(expect(inner, SEQUENCE), expect(algorithm, SEQUENCE)))
    throw new NotDer('a certificate names two algorithms');
  const [from, to] = inside(expect(validity, SEQUENCE));
  return {
    bytes,
    signed: (tbs as Der).bytes,
    signature: bitsOf(expect(bits, BIT_STRING)),
    algorithm: algorithm as Der,
    serial: expect(serial, INTEGER),
    issuer: expect(issuer, SEQUENCE),
    subject: expect(subject, SEQUENCE),
    notBefore: timeOf(from),
    notAfter: timeOf(to),
    publicKey: keyIn(expect(spki, SEQUENCE)),
    extensions: extensionsIn(rest.find(({ tag }) => tag === 0xa3)),
  };
}

function keyIn(spki: Der): () => KeyObject {
  let key: KeyObject | undefined;
  return () => {
    try {
      key ??= createPublicKey({ key: spki.bytes, format: 'der', type: 'spki' });
      return key;
    } catch (cause) {
      throw new NotDer('a public key of an unknown kind', { cause });
    }
  };
}

/** @param value [3] or [0] of the list. */
export function extensionsIn(value: Der | undefined): Map<string, Extension> {
  const found = new Map<string, Extension>();
  if (!value) return found;
  for (const one of inside(oneDer(value.content, SEQUENCE))) {
    const [type, ...rest] = inside(one);
    const critical = rest[0]?.tag === BOOLEAN && rest[0].content[0] === 0xff;
    const name = oidOf(type);
    if (found.has(name)) throw new NotDer('an extension stands twice');
    found.set(name, { critical, value: firstDer(expect(rest.at(-1), OCTET_STRING).content) });
  }
  return found;
}

/** UTCTime until 2049, GeneralizedTime after that and in time-stamps. @throws NotDer */
export function timeOf(value: Der | undefined): Instant {
  const text = value?.content.toString('latin1') ?? '';
  const full = value?.tag === 0x17 ? `${Number(text.slice(0, 2)) < 50 ? '20' : '19'}${text}` : text;
  const parts = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\.\d{1,9})?Z$/.exec(full);
  if (!parts || (value?.tag !== 0x17 && value?.tag !== 0x18)) throw new NotDer('a time that is none');
  const [, year, month, day, hour, minute, second, fraction = ''] = parts;
  try {
    return instant(`${year}-${month}-${day}T${hour}:${minute}:${second}${fraction}Z`);
  } catch (cause) {
    throw new NotDer('a time that is none', { cause });
  }
}

export const sameDer = (one: Der, other: Der): boolean => one.bytes.equals(other.bytes);

/** Signature algorithms with their hash; what is not here is not accepted. */
const HASHES = new Map<string, ['rsa' | 'ec', 'sha256' | 'sha384' | 'sha512']>([
  [OIDS.rsaSha256, ['rsa', 'sha256']],
  [OIDS.rsaSha384, ['rsa', 'sha384']],
  [OIDS.rsaSha512, ['rsa', 'sha512']],
  [OIDS.ecdsaSha256, ['ec', 'sha256']],
  [OIDS.ecdsaSha384, ['ec', 'sha384']],
  [OIDS.ecdsaSha512, ['ec', 'sha512']],
]);

/** Whether the key has signed these bytes. @throws NotDer where the algorithm is not one of those accepted. */
export function isSignedBy(data: Buffer, algorithm: Der, signature: Buffer, by: Certificate): boolean {
  const [type, parameters, ...more] = inside(algorithm);
  const known = HASHES.get(oidOf(type));
  // With RSA a NULL stands behind it, or nothing: both are to be accepted (RFC 4055, 5).
  const isNull = known?.[0] === 'rsa' && parameters?.tag === 5 && parameters.content.length === 0;
  const plain = parameters === undefined || isNull;
  if (!known || !plain || more.length > 0) throw new NotDer('a signature algorithm that is not accepted');
  const key = by.publicKey();
  if (key.asymmetricKeyType !== known[0]) return false;
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 2_048;
  if (bits < 2_048) throw new NotDer('a key that is too short');
  try {
    return verify(known[1], data, key, signature);
  } catch {
    return false;
  }
}

export function isAuthority(certificate: Certificate, below: number): boolean {
  const constraints = certificate.extensions.get(EXTENSIONS.basicConstraints);
  const [ca, most] = constraints ? inside(constraints.value) : [];
  if (ca?.tag !== BOOLEAN || ca.content[0] !== 0xff) return false;
  if (most?.tag === INTEGER && most.content.readUIntBE(0, Math.min(6, most.content.length)) < below) return false;
  return hasUsage(certificate, 5);
}

/** Bits as X.509 counts them; a certificate that says nothing of it may be used for anything. */
export function hasUsage(certificate: Certificate, ...anyOf: readonly number[]): boolean {
  const usage = certificate.extensions.get(EXTENSIONS.keyUsage);
  if (!usage) return true;
  const byte = expect(usage.value, BIT_STRING).content[1] ?? 0;
  return anyOf.some((bit) => (byte & (0x80 >> bit)) !== 0);
}
