import { createHash } from 'node:crypto';
import { isSignedBy, readCertificate, sameDer, type Certificate } from './certificate.ts';
import { OIDS, sha256 } from './cms.ts';
import {
  checkDeeply,
  der,
  expect,
  INTEGER,
  inside,
  NotDer,
  OCTET_STRING,
  OID,
  oid,
  oidOf,
  oneDer,
  SEQUENCE,
  SET,
  type Der,
} from './der.ts';

/** A CMS message that was taken apart: every byte of it is either signed, checked against what it must be, or a certificate. */
export type SignedData = {
  /** What is inside a message that carries its content; nothing in a detached one. */
  content: Buffer | undefined;
  signer: Certificate;
  certificates: Certificate[];
  signature: Buffer;
  digest: Buffer;
  /** How the signature says it was made: two messages of one signer are to say the same. */
  spelling: string;
  /** DER of the time-stamp token on the signature. */
  token: Buffer | undefined;
  signatureHolds: boolean;
};

type Kind = { contentType: string; detached: boolean };
export const DOCUMENT: Kind = { contentType: OIDS.data, detached: true };
export const TOKEN: Kind = { contentType: OIDS.timeStampInfo, detached: false };

/** Identifiers with and without the NULL that older writers put behind them. */
const DIGESTS = new Map(
  (
    [
      ['sha256', OIDS.sha256],
      ['sha384', OIDS.sha384],
      ['sha512', OIDS.sha512],
    ] as const
  ).flatMap(([name, type]) =>
    [Buffer.alloc(0), Buffer.of(5, 0)].map(
      (nothing) => [der(SEQUENCE, [oid(type), nothing]).toString('hex'), name] as const,
    ),
  ),
);

/** @throws NotDer where it is not put together in the one way that leaves no byte unprotected. */
export function openSignedData(bytes: Buffer, kind: Kind): SignedData {
  const whole = oneDer(bytes, SEQUENCE);
  checkDeeply(whole);
  const [type, tagged] = exactly(whole, 2);
  if (oidOf(type) !== OIDS.signedData) throw new NotDer('it is not signed data');
  const [version, digests, encapsulated, certificates, signers] = exactly(
    oneDer(expect(tagged, 0xa0).content, SEQUENCE),
    5,
  );
  isVersion(version, kind.contentType === OIDS.data ? 1 : 3);
  const [signerInfo] = exactly(expect(signers, SET), 1);
  const [one, sid, digestAlgorithm, signedAttributes, algorithm, signature, ...unsigned] = inside(
    expect(signerInfo, SEQUENCE),
  );
  isVersion(one, 1);
  const [listed] = exactly(expect(digests, SET), 1);
  if (!listed || !digestAlgorithm || !sameDer(listed, digestAlgorithm)) throw new NotDer('it names two digests');
  const hash = DIGESTS.get(listed.bytes.toString('hex'));
  if (!hash) throw new NotDer('a digest that is not accepted');
  const held = inside(expect(certificates, 0xa0)).map(({ bytes: one }) => readCertificate(one));
  const signer = signerOf(held, expect(sid, SEQUENCE));
  const attributes = attributesIn(expect(signedAttributes, 0xa0));
  const digest = checkAttributes(attributes, kind, signer);
  const content = contentIn(expect(encapsulated, SEQUENCE), kind);
  if (content && !createHash(hash).update(content).digest().equals(digest)) throw new NotDer('its content has changed');
  if (kind === DOCUMENT && hash !== 'sha256') throw new NotDer('a digest that is not accepted');
  const value = expect(signature, OCTET_STRING).content;
  const asSigned = Buffer.from((signedAttributes as Der).bytes);
  asSigned[0] = SET;
  return {
    ...{ content, signer, certificates: held, signature: value, digest },
    spelling: `${digestAlgorithm.bytes.toString('hex')}/${algorithm?.bytes.toString('hex')}`,
    token: tokenIn(unsigned, kind),
    signatureHolds: isSignedBy(asSigned, named(expect(algorithm, SEQUENCE), hash, kind), value, signer),
  };
}

/** Time-stamps may name the key's algorithm alone, as openssl does; then the digest is named beside it. */
function named(algorithm: Der, hash: string, kind: Kind): Der {
  if (kind === DOCUMENT || oidOf(inside(algorithm)[0]) !== OIDS.rsa) return algorithm;
  const full = { sha256: OIDS.rsaSha256, sha384: OIDS.rsaSha384, sha512: OIDS.rsaSha512 }[hash] as string;
  return oneDer(
    der(SEQUENCE, [
      oid(full),
      ...inside(algorithm)
        .slice(1)
        .map(({ bytes }) => bytes),
    ]),
  );
}

function exactly(value: Der, count: number): Der[] {
  const found = inside(value);
  if (found.length !== count) throw new NotDer(`expected ${count} parts, found ${found.length}`);
  return found;
}

function isVersion(value: Der | undefined, version: number): void {
  const { content } = expect(value, INTEGER);
  if (content.length !== 1 || content[0] !== version) throw new NotDer('a version that is not accepted');
}

function contentIn(encapsulated: Der, kind: Kind): Buffer | undefined {
  const [type, tagged] = exactly(encapsulated, kind.detached ? 1 : 2);
  if (oidOf(type) !== kind.contentType) throw new NotDer('its content is of another kind');
  return tagged ? oneDer(expect(tagged, 0xa0).content, OCTET_STRING).content : undefined;
}

function signerOf(certificates: readonly Certificate[], sid: Der): Certificate {
  const [issuer, serial] = exactly(sid, 2);
  const found = certificates.find(
    (one) => issuer && serial && sameDer(one.issuer, issuer) && sameDer(one.serial, serial),
  );
  if (!found) throw new NotDer('the certificate of its signer is missing');
  return found;
}

function attributesIn(set: Der): Map<string, Der> {
  const found = new Map<string, Der>();
  for (const attribute of inside(set)) {
    const [type, values] = exactly(expect(attribute, SEQUENCE), 2);
    const [value] = exactly(expect(values, SET), 1);
    const name = oidOf(type);
    if (found.has(name)) throw new NotDer('an attribute stands twice');
    found.set(name, value as Der);
  }
  return found;
}

/** @returns the digest of what was signed. */
function checkAttributes(attributes: ReadonlyMap<string, Der>, kind: Kind, signer: Certificate): Buffer {
  if (oidOf(expect(attributes.get(OIDS.contentType), OID)) !== kind.contentType)
    throw new NotDer('it was signed as something else');
  const v2 = attributes.get(OIDS.signingCertificateV2);
  const v1 = kind === TOKEN ? attributes.get(OIDS.signingCertificate) : undefined;
  if (!v2 && !v1) throw new NotDer('the signature does not name its certificate');
  if (v2) {
    const parts = firstCertificateId(v2);
    const [algorithm] = parts[0]?.tag === SEQUENCE ? inside(parts[0]) : [];
    if (algorithm && oidOf(algorithm) !== OIDS.sha256) throw new NotDer('a digest that is not accepted');
    const digest = expect(algorithm ? parts[1] : parts[0], OCTET_STRING).content;
    if (!digest.equals(sha256(signer.bytes))) throw new NotDer('the signature names another certificate');
  } else if (v1) {
    const digest = expect(firstCertificateId(v1)[0], OCTET_STRING).content;
    if (!digest.equals(createHash('sha1').update(signer.bytes).digest()))
      throw new NotDer('the signature names another certificate');
  }
  return expect(attributes.get(OIDS.messageDigest), OCTET_STRING).content;
}

function firstCertificateId(attribute: Der): Der[] {
  const [certificates] = inside(expect(attribute, SEQUENCE));
  const [first] = inside(expect(certificates, SEQUENCE));
  return inside(expect(first, SEQUENCE));
}

/** The one thing that may stand unsigned beside a signature, since it signs itself. */
function tokenIn(unsigned: readonly Der[], kind: Kind): Buffer | undefined {
  if (unsigned.length === 0) return undefined;
  if (unsigned.length > 1 || kind === TOKEN)
    throw new NotDer('something stands beside the signature that nothing protects');
  const attributes = attributesIn(expect(unsigned[0], 0xa1));
  const token = attributes.get(OIDS.timeStampToken);
  if (attributes.size !== 1 || !token) throw new NotDer('something stands beside the signature that nothing protects');
  return token.bytes;
}
