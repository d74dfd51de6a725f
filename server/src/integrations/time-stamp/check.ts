import { createHash, verify, X509Certificate } from 'node:crypto';
import * as asn1js from 'asn1js';
import { Certificate, type AlgorithmIdentifier, type SignerInfo } from 'pkijs';
import { bytesOf, partsOf, SHA256, type Token } from './wire.ts';

const [EXTENDED_KEY_USAGE, TIME_STAMPING] = ['2.5.29.37', '1.3.6.1.5.5.7.3.8'] as const;
const [CONTENT_TYPE, MESSAGE_DIGEST, SIGNING_CERTIFICATE_V2] = [
  '1.2.840.113549.1.9.3',
  '1.2.840.113549.1.9.4',
  '1.2.840.113549.1.9.16.2.47',
] as const;
const TST_INFO = '1.2.840.113549.1.9.16.1.4';
const HASHES: Readonly<Record<string, string>> = {
  [SHA256]: 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
};
/** rsaEncryption, and RSA and ECDSA with SHA-256, 384 and 512. */
const SIGNATURES = /^(1\.2\.840\.113549\.1\.1\.(1|11|12|13)|1\.2\.840\.10045\.4\.3\.[234])$/;

/** @returns the chain of its signer, leaf first; or why the token is not one over this digest with this nonce. */
export function checkToken(token: Token, digest: Buffer, nonce: Buffer): { chain: Buffer[] } | { objection: string } {
  const { signed, info, certificates } = token;
  if (info.messageImprint.hashAlgorithm.algorithmId !== SHA256) return { objection: 'other digest algorithm' };
  if (!digest.equals(valueOf(info.messageImprint.hashedMessage))) return { objection: 'stamp over something else' };
  if (!info.nonce || !sameNumber(valueOf(info.nonce), nonce)) return { objection: 'stamp with another nonce' };
  const [signer, another] = signed.signerInfos;
  if (!signer || another) return { objection: 'not one signature' };
  const leaf = certificates.find((der) => isOf(der, signer, token.signedBy));
  if (!leaf) return { objection: 'without the certificate of its signer' };
  if (!forTimeStampingOnly(leaf)) return { objection: 'certificate is not for time-stamping' };
  if (!signatureHolds(token, signer, leaf)) return { objection: 'signature does not hold' };
  return { chain: chainFrom(leaf, certificates) };
}

/** By the digest of the certificate, which is signed (RFC 5816), and by issuer and number, by which other programs look for it. */
function isOf(der: Buffer, signer: SignerInfo, namedBySigner: Buffer[]): boolean {
  const [first] = partsOf(partsOf(attribute(signer, SIGNING_CERTIFICATE_V2))[0]);
  // An algorithm stands in front of the digest where it is not SHA-256, which is what everybody takes.
  const [hash] = partsOf(first);
  if (!(hash instanceof asn1js.OctetString) || !sha256(der).equals(valueOf(hash))) return false;
  const [, serialNo, , issuer] = partsOf(partsOf(asn1js.fromBER(der).result)[0]);
  return namedBySigner.length === 2 && namedBySigner.every((part, i) => part.equals(bytesOf([issuer, serialNo][i])));
}

/** RFC 3161, 2.3: this purpose, only this one, and critical. */
function forTimeStampingOnly(der: Buffer): boolean {
  const certificate = Certificate.fromBER(new Uint8Array(der));
  const usage = certificate.extensions?.find(({ extnID }) => extnID === EXTENDED_KEY_USAGE);
  const { keyPurposes = [] } = (usage?.parsedValue ?? {}) as { keyPurposes?: string[] };
  return usage?.critical === true && keyPurposes.length === 1 && keyPurposes[0] === TIME_STAMPING;
}

function signatureHolds({ signed }: Token, signer: SignerInfo, leaf: Buffer): boolean {
  const content = signed.encapContentInfo.eContent;
  const type = attribute(signer, CONTENT_TYPE);
  const stated = attribute(signer, MESSAGE_DIGEST);
  const hash = HASHES[signer.digestAlgorithm.algorithmId];
  if (!content || !hash || !signer.signedAttrs) return false;
  const algorithms = signed.digestAlgorithms;
  if (!algorithms.every(plain) || !algorithms.some(({ algorithmId }) => HASHES[algorithmId] === hash)) return false;
  if (signed.version !== 3 || signer.version !== 1) return false;
  if (!plain(signer.digestAlgorithm) || !plain(signer.signatureAlgorithm)) return false;
  if (!SIGNATURES.test(signer.signatureAlgorithm.algorithmId)) return false;
  if (!(type instanceof asn1js.ObjectIdentifier) || type.getValue() !== TST_INFO) return false;
  const digest = createHash(hash).update(Buffer.from(content.getValue())).digest();
  if (!(stated instanceof asn1js.OctetString) || !digest.equals(valueOf(stated))) return false;
  const key = new X509Certificate(leaf).publicKey;
  return verify(hash, Buffer.from(signer.signedAttrs.encodedValue), key, valueOf(signer.signature));
}

/** Without parameters that would make another algorithm of it. */
const plain = ({ algorithmParams }: AlgorithmIdentifier): boolean =>
  algorithmParams === undefined || algorithmParams instanceof asn1js.Null;

/** As far up as the token brings certificates. */
function chainFrom(leaf: Buffer, all: Buffer[]): Buffer[] {
  const candidates = all.map((der) => new X509Certificate(der));
  const chain = [new X509Certificate(leaf)];
  for (let below = chain[0]; below && chain.length <= candidates.length;) {
    const issuer = candidates.find((one) => below?.checkIssued(one) && below.verify(one.publicKey));
    if (!issuer || issuer.raw.equals(below.raw)) break;
    chain.push(issuer);
    below = issuer;
  }
  return chain.map(({ raw }) => raw);
}

const attribute = (signer: SignerInfo, type: string): asn1js.BaseBlock | undefined =>
  signer.signedAttrs?.attributes.find((one) => one.type === type)?.values[0] as asn1js.BaseBlock | undefined;
const valueOf = (value: asn1js.OctetString | asn1js.Integer | asn1js.BitString): Buffer =>
  Buffer.from(value.valueBlock.valueHexView);
const sha256 = (bytes: Buffer): Buffer => createHash('sha256').update(bytes).digest();
/** A zero in front is how DER says that a number is positive. */
const sameNumber = (a: Buffer, b: Buffer): boolean => a.toString('hex').replace(/^(00)+/, '') === b.toString('hex');
