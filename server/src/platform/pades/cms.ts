import { createHash } from 'node:crypto';
import {
  der,
  expect,
  INTEGER,
  inside,
  NULL,
  OCTET_STRING,
  oid,
  oneDer,
  SEQUENCE,
  sequence,
  setOf,
  type Der,
} from './der.ts';
import type { SigningKey } from './types.ts';

export const OIDS = {
  data: '1.2.840.113549.1.7.1',
  signedData: '1.2.840.113549.1.7.2',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingTime: '1.2.840.113549.1.9.5',
  timeStampInfo: '1.2.840.113549.1.9.16.1.4',
  signingCertificate: '1.2.840.113549.1.9.16.2.12',
  timeStampToken: '1.2.840.113549.1.9.16.2.14',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
  sha256: '2.16.840.1.101.3.4.2.1',
  sha384: '2.16.840.1.101.3.4.2.2',
  sha512: '2.16.840.1.101.3.4.2.3',
  rsa: '1.2.840.113549.1.1.1',
  rsaSha256: '1.2.840.113549.1.1.11',
  rsaSha384: '1.2.840.113549.1.1.12',
  rsaSha512: '1.2.840.113549.1.1.13',
  ecdsaSha256: '1.2.840.10045.4.3.2',
  ecdsaSha384: '1.2.840.10045.4.3.3',
  ecdsaSha512: '1.2.840.10045.4.3.4',
} as const;

const SHA256 = sequence(oid(OIDS.sha256));
export const sha256 = (...parts: readonly Buffer[]): Buffer => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};

/** Issuer and serial number as they stand in a certificate. */
export function issuerAndSerial(certificate: Buffer): { issuer: Der; serial: Der } {
  const [tbs] = inside(oneDer(certificate, SEQUENCE));
  const fields = inside(expect(tbs, SEQUENCE));
  // A version, where there is one, stands before them.
  const at = fields[0]?.tag === 0xa0 ? 1 : 0;
  return { serial: expect(fields[at], INTEGER), issuer: expect(fields[at + 2], SEQUENCE) };
}

/**
 * A detached CAdES signature over what has this digest, with a time-stamp on it. No signing-time among its attributes: in PAdES the
 * time that is claimed stands in the PDF's own dictionary.
 */
export async function cadesSignature(
  digest: Buffer,
  key: SigningKey,
  stamp: (digest: Buffer) => Promise<Buffer>,
): Promise<Buffer> {
  const [leaf] = key.chain;
  if (!leaf) throw new Error('a key without a certificate cannot sign');
  const { issuer, serial } = issuerAndSerial(leaf);
  const generalNames = sequence(der(0xa4, [issuer.bytes]));
  const signingCertificate = sequence(
    sequence(sequence(der(OCTET_STRING, sha256(leaf)), sequence(generalNames, serial.bytes))),
  );
  const attributes = [
    attribute(OIDS.contentType, oid(OIDS.data)),
    attribute(OIDS.messageDigest, der(OCTET_STRING, digest)),
    attribute(OIDS.signingCertificateV2, signingCertificate),
  ];
  // What is signed is the SET itself; in the message it is tagged [0].
  const signature = await key.sign(setOf(attributes));
  const token = await stamp(sha256(signature));
  const algorithm = key.algorithm === 'rsa-sha256' ? [oid(OIDS.rsaSha256), NULL] : [oid(OIDS.ecdsaSha256)];
  const signerInfo = sequence(
    der(INTEGER, Buffer.of(1)),
    sequence(issuer.bytes, serial.bytes),
    SHA256,
    setOf(attributes, 0xa0),
    sequence(...algorithm),
    der(OCTET_STRING, signature),
    setOf([attribute(OIDS.timeStampToken, token)], 0xa1),
  );
  const signedData = sequence(
    der(INTEGER, Buffer.of(1)),
    setOf([SHA256]),
    sequence(oid(OIDS.data)),
    setOf(key.chain, 0xa0),
    setOf([signerInfo]),
  );
  return sequence(oid(OIDS.signedData), der(0xa0, [signedData]));
}

const attribute = (type: string, value: Buffer): Buffer => sequence(oid(type), setOf([value]));
