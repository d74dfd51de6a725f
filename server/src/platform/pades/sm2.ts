import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { sm2 } from 'sm-crypto-v2';
import { bitsOf, expect, INTEGER, inside, NotDer, OCTET_STRING, oidOf, oneDer, SEQUENCE } from './der.ts';

/**
 * The national suite beside PAdES: one detached signature by SM2 over SM3 (GM/T 0009) on the finished file, with the identifier that the
 * standard gives to whoever has none of their own. No PDF tool knows SM2, so it stands in a file of its own.
 *
 * OpenSSL inside Node makes an SM2 key and then signs ECDSA with it, without a word; so this is done by a library that knows SM2 only.
 */
export type Sm2Seal = {
  /** DER. */
  sign(data: Buffer): Buffer;
  /** PEM, for whoever verifies. */
  publicKey: string;
};

const CURVE = '1.2.156.10197.1.301';
const IDENTIFIER = '1234567812345678';
/** SubjectPublicKeyInfo of a point on the curve, up to the point itself. */
const SPKI = Buffer.from('3059301306072a8648ce3d020106082a811ccf5501822d034200', 'hex');
/** Its SM3 is Node's: on files of some hundred kB a hundred times faster than the library's. */
const OPTIONS = { hash: false, der: true } as const;
const digestOf = (data: Buffer, point: string): Uint8Array =>
  new Uint8Array(createHash('sm3').update(sm2.getZ(point, IDENTIFIER)).update(data).digest());

/** @param keyFile PKCS#8 in PEM, as `openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:SM2` writes it. */
export async function openSm2Seal(keyFile: string): Promise<Sm2Seal> {
  const key = secretIn(await readFile(keyFile, 'utf8'));
  const point = sm2.getPublicKeyFromPrivateKey(key);
  const spki = Buffer.concat([SPKI, Buffer.from(point, 'hex')]);
  return {
    sign: (data) => Buffer.from(sm2.doSignature(digestOf(data, point), key, { ...OPTIONS, publicKey: point }), 'hex'),
    publicKey: `-----BEGIN PUBLIC KEY-----\n${spki.toString('base64').replace(/.{64}/g, '$&\n')}\n-----END PUBLIC KEY-----\n`,
  };
}

/** @param publicKey PEM. @throws NotDer where it is not a key on the curve of SM2. */
export function sm2Holds(data: Buffer, signature: Buffer, publicKey: string): boolean {
  const [algorithm, bits] = inside(oneDer(derIn(publicKey, 'PUBLIC KEY'), SEQUENCE));
  if (oidOf(inside(expect(algorithm, SEQUENCE))[1]) !== CURVE) throw new NotDer('the key is not on the curve of SM2');
  const point = bitsOf(bits).toString('hex');
  try {
    // The library is not strict about what stands behind a signature.
    const [r, s, ...more] = inside(oneDer(signature, SEQUENCE));
    expect(r, INTEGER);
    expect(s, INTEGER);
    return more.length === 0 && sm2.doVerifySignature(digestOf(data, point), signature.toString('hex'), point, OPTIONS);
  } catch {
    return false;
  }
}

function secretIn(pem: string): string {
  const [version, algorithm, key] = inside(oneDer(derIn(pem, 'PRIVATE KEY'), SEQUENCE));
  expect(version, INTEGER);
  if (oidOf(inside(expect(algorithm, SEQUENCE))[1]) !== CURVE) throw new NotDer('the key is not on the curve of SM2');
  const [, secret] = inside(oneDer(expect(key, OCTET_STRING).content, SEQUENCE));
  return expect(secret, OCTET_STRING).content.toString('hex').padStart(64, '0');
}

function derIn(pem: string, what: string): Buffer {
  const body = new RegExp(`-----BEGIN ${what}-----([A-Za-z0-9+/=\\s]+)-----END ${what}-----`).exec(pem)?.[1];
  if (body === undefined) throw new NotDer(`there is no ${what} in PEM`);
  return Buffer.from(body, 'base64');
}
