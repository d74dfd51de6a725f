import { createHash, verify, X509Certificate } from 'node:crypto';
import * as asn1js from 'asn1js';
import { Certificate, type SignerInfo } from 'pkijs';
import type { Token } from './wire.ts';
import { SHA256 } from './wire.ts';

const [EXTENDED_KEY_USAGE, TIME_STAMPING] = ['2.5.29.37', '1.3.6.1.5.5.7.3.8'] as const;
const [CONTENT_TYPE, MESSAGE_DIGEST, SIGNING_CERTIFICATE_V2] = [
  '1.2.840.113549.1.9.3',
  '1.2.840.113549.1.9.4',
  '1.2.840.113549.1.9.16.2.47',
] as const;
const TST_INFO = '1.2.840.113549.1.9.16.1.4';

/** @returns the chain of its signer, leaf first; or why the token is not one over this digest with this nonce. */
export function checkToken(token: Token, digest: Buffer, nonce: Buffer): { chain: Buffer[] } | { objection: string } {
  const { signed, info } = token;
  if (info.messageImprint.hashAlgorithm.algorithmId !== SHA256) return { objection: 'other digest algorithm' };
  if (!digest.equals(bytesOf(info.messageImprint.hashedMessage))) return { objection: 'stamp over something else' };
  if (!info.nonce || !sameNumber(bytesOf(info.nonce), nonce)) return { objection: 'stamp with another nonce' };
  const [signer, another] = signed.signerInfos;
  if (!signer || another) return { objection: 'not one signature' };
  const certificates = (signed.certificates ?? []).flatMap((one) => (one instanceof Certificate ? [one] : []));
  const leaf = certificates.find((one) => holds(one, signer));
  if (!leaf) return { objection: 'without the certificate of its signer' };
  if (!forTimeStampingOnly(leaf)) return { objection: 'certificate is not for time-stamping' };
  if (!signatureHolds(token, signer, leaf)) return { objection: 'signature does not hold' };
  return { chain: chainFrom(leaf, certificates) };
}

/** By the digest of the certificate itself: issuer and number alone may be anybody's (RFC 5816). */
function holds(certificate: Certificate, signer: SignerInfo): boolean {
  const named = attribute(signer, SIGNING_CERTIFICATE_V2);
  const first = sequence(sequence(sequence(named)[0])[0]);
  // An algorithm stands in front of the digest where it is not SHA-256, which is what everybody takes.
  const hash = first[0];
  return hash instanceof asn1js.OctetString && sha256(derOf(certificate)).equals(bytesOf(hash));
}

/** RFC 3161, 2.3: this purpose, only this one, and critical. */
function forTimeStampingOnly(certificate: Certificate): boolean {
  const usage = certificate.extensions?.find(({ extnID }) => extnID === EXTENDED_KEY_USAGE);
  const { keyPurposes = [] } = (usage?.parsedValue ?? {}) as { keyPurposes?: string[] };
  return usage?.critical === true && keyPurposes.length === 1 && keyPurposes[0] === TIME_STAMPING;
}

function signatureHolds({ signed, info }: Token, signer: SignerInfo, leaf: Certificate): boolean {
  const content = signed.encapContentInfo.eContent;
  const type = attribute(signer, CONTENT_TYPE);
  const stated = attribute(signer, MESSAGE_DIGEST);
  const hash = HASHES[signer.digestAlgorithm.algorithmId];
  if (!content || !hash || !info || !signer.signedAttrs) return false;
  if (!(type instanceof asn1js.ObjectIdentifier) || type.getValue() !== TST_INFO) return false;
  const digest = createHash(hash).update(Buffer.from(content.getValue())).digest();
  if (!(stated instanceof asn1js.OctetString) || !digest.equals(bytesOf(stated))) return false;
  const key = new X509Certificate(derOf(leaf)).publicKey;
  return verify(hash, Buffer.from(signer.signedAttrs.encodedValue), key, bytesOf(signer.signature));
}

const HASHES: Readonly<Record<string, string>> = {
  [SHA256]: 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
};

/** As far up as the token brings certificates. */
function chainFrom(leaf: Certificate, all: Certificate[]): Buffer[] {
  const candidates = all.map((one) => new X509Certificate(derOf(one)));
  const chain = [new X509Certificate(derOf(leaf))];
  for (let below = chain[0]; below && chain.length <= candidates.length;) {
    const issuer = candidates.find((one) => below?.checkIssued(one) && below.verify(one.publicKey));
    if (!issuer || issuer.raw.equals(below.raw)) break;
    chain.push(issuer);
    below = issuer;
  }
  return chain.map(({ raw }) => raw);
}

const attribute = (signer: SignerInfo, type: string): unknown =>
  signer.signedAttrs?.attributes.find((one) => one.type === type)?.values[0];
const sequence = (value: unknown): unknown[] => (value instanceof asn1js.Sequence ? value.valueBlock.value : []);
const bytesOf = (value: asn1js.OctetString | asn1js.Integer | asn1js.BitString): Buffer =>
  Buffer.from(value.valueBlock.valueHexView);
const derOf = (certificate: Certificate): Buffer => Buffer.from(certificate.toSchema().toBER());
const sha256 = (bytes: Buffer): Buffer => createHash('sha256').update(bytes).digest();
/** A zero in front is how DER says that a number is positive. */
const sameNumber = (a: Buffer, b: Buffer): boolean => a.toString('hex').replace(/^(00)+/, '') === b.toString('hex');
