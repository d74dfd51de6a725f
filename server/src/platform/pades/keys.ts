import {
  createHash,
  createPrivateKey,
  generateKeyPair,
  sign,
  verify,
  X509Certificate,
  type KeyObject,
} from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { P12Signer } from '@libpdf/core';
import { tokenPlace } from '../crypto/token-place.ts';
import { certificateRequest } from './csr.ts';
import { der, INTEGER, sequence } from './der.ts';
import type { SigningKey } from './types.ts';

type SealPlace = { p12File: string; passphraseFile: string } | { pkcs11: string };

/** A seal out of a PKCS#12 file, or one that never leaves its token. @throws where it is not there, or does not open. */
export async function openSeal(where: SealPlace): Promise<SigningKey> {
  if ('pkcs11' in where) return sealInToken(where.pkcs11);
  const [file, passphrase] = await Promise.all([readFile(where.p12File), readFile(where.passphraseFile, 'utf8')]);
  const signer = await P12Signer.create(file, passphrase.trim());
  const chain = ordered([signer.certificate, ...signer.certificateChain].map((bytes) => Buffer.from(bytes)));
  return {
    chain,
    algorithm: signer.keyType === 'RSA' ? 'rsa-sha256' : 'ecdsa-sha256',
    sign: async (data) => Buffer.from(await signer.sign(data, 'SHA-256')),
  };
}

/**
 * The token holds the key and the certificates, the key's own under the key's label. It is asked once at the start, so that a server does
 * not come up with a seal that it cannot use. Each use blocks for as long as the token takes: milliseconds.
 */
async function sealInToken(uri: string): Promise<SigningKey> {
  const { object, use } = tokenPlace('seal', uri);
  const { kind, held } = await use((session) => ({
    kind: session.signingKey(object).kind,
    held: session.certificates(),
  }));
  const own = held.filter(({ label }) => label === object);
  if (own.length !== 1) throw new Error(`the token has ${own.length} certificates '${object}' for the seal, not one`);
  const others = held.filter(({ label }) => label !== object);
  const key: SigningKey = {
    chain: ordered([...own, ...others].map(({ bytes }) => bytes)),
    algorithm: kind === 'rsa' ? 'rsa-sha256' : 'ecdsa-sha256',
    async sign(data) {
      const signature = await use((session) => session.signingKey(object).sign(data));
      return kind === 'rsa' ? signature : asDer(signature);
    },
  };
  const [leaf] = key.chain;
  const trial = Buffer.from('miaodai seal');
  if (!leaf || !verify('sha256', trial, new X509Certificate(leaf).publicKey, await key.sign(trial)))
    throw new Error(`the certificate '${object}' in the token is for another key`);
  return key;
}

/** Tokens give r and s one behind the other, of one length; in DER they are two numbers. */
function asDer(signature: Buffer): Buffer {
  const half = signature.length / 2;
  const number = (bytes: Buffer): Buffer => {
    const from = bytes.findIndex((byte) => byte !== 0);
    const plain = bytes.subarray(from < 0 ? bytes.length - 1 : from);
    return der(INTEGER, (plain[0] as number) & 0x80 ? Buffer.concat([Buffer.of(0), plain]) : plain);
  };
  return sequence(number(signature.subarray(0, half)), number(signature.subarray(half)));
}

/** A key of its own for one signing: EC on P-256. */
export async function customerKey(): Promise<{ pkcs8: Buffer; csrFor(subjectName: string): Promise<Buffer> }> {
  const { privateKey, publicKey } = await promisify(generateKeyPair)('ec', { namedCurve: 'P-256' });
  const spki = publicKey.export({ type: 'spki', format: 'der' });
  return {
    pkcs8: privateKey.export({ type: 'pkcs8', format: 'der' }),
    csrFor: (subjectName) => certificateRequest(subjectName, spki, (data) => signWith(privateKey, data)),
  };
}

/** The key of `customerKey` with the certificate that was issued for it. @throws where they do not belong together. */
export function keyOf(pkcs8: Buffer, chain: readonly Buffer[]): SigningKey {
  const key = createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' });
  const [leaf] = chain;
  if (!leaf || !new X509Certificate(leaf).checkPrivateKey(key)) throw new Error('the certificate is for another key');
  return {
    chain: [...chain],
    algorithm: key.asymmetricKeyType === 'rsa' ? 'rsa-sha256' : 'ecdsa-sha256',
    sign: (data) => signWith(key, data),
  };
}

/** In the thread pool: the event loop goes on. */
const signWith = (key: KeyObject, data: Buffer): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    sign('sha256', data, key, (error, signature) => (error ? reject(error) : resolve(signature)));
  });

/** Leaf first, each followed by whoever has issued it; files keep them in any order. */
function ordered([leaf, ...others]: readonly Buffer[]): Buffer[] {
  if (!leaf) throw new Error('there is no certificate');
  const chain = [leaf];
  const rest = new Map(others.map((bytes) => [createHash('sha256').update(bytes).digest('hex'), bytes]));
  for (;;) {
    const last = new X509Certificate(chain.at(-1) as Buffer);
    if (last.checkIssued(last)) return chain;
    const found = [...rest].find(([, bytes]) => last.checkIssued(new X509Certificate(bytes)));
    if (!found) return chain;
    rest.delete(found[0]);
    chain.push(found[1]);
  }
}
