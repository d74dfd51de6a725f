import { createHash, randomBytes } from 'node:crypto';
import * as asn1js from 'asn1js';
import {
  AlgorithmIdentifier,
  AttributeTypeAndValue,
  AuthorityKeyIdentifier,
  BasicConstraints,
  Certificate,
  Extension,
  RelativeDistinguishedNames,
  Time,
  type PublicKeyInfo,
} from 'pkijs';

// X.509 certificates as RFC 5280 wants them; who gets which is elsewhere.

/** The example arc of RFC 5612: these numbers are nobody's. */
const ARC = '1.3.6.1.4.1.32473.5';
export const EVIDENCE_EXTENSION = `${ARC}.1`;
const POLICIES = { event: `${ARC}.2.1`, institution: `${ARC}.2.2`, 'time-stamp': `${ARC}.2.3` } as const;

const COUNTRY = '2.5.4.6';
export type Name = { country: string; organisation: string; unit?: string; commonName: string; serialNumber?: string };

export function nameOf({ country, organisation, unit, commonName, serialNumber }: Name): RelativeDistinguishedNames {
  const parts: [string, string | undefined][] = [
    [COUNTRY, country],
    ['2.5.4.10', organisation],
    ['2.5.4.11', unit],
    ['2.5.4.3', commonName],
    ['2.5.4.5', serialNumber],
  ];
  // Written here: the library would put all parts into one set, which is another name.
  const name = new asn1js.Sequence({
    value: parts.flatMap(([type, text]) =>
      text === undefined
        ? []
        : [new asn1js.Set({ value: [new AttributeTypeAndValue({ type, value: textOf(type, text) }).toSchema()] })],
    ),
  });
  return RelativeDistinguishedNames.fromBER(name.toBER());
}

/** Country and serial number are printable strings by the standard; everything else is UTF-8. */
const textOf = (type: string, value: string) =>
  type === COUNTRY || type === '2.5.4.5' ? new asn1js.PrintableString({ value }) : new asn1js.Utf8String({ value });

export type Issuer = { certificate: Certificate; privateKey: CryptoKey };
export type Kind = 'ca' | 'issuing-ca' | keyof typeof POLICIES;
export type Wanted = {
  kind: Kind;
  subject: Name;
  publicKey: PublicKeyInfo;
  notBefore: Date;
  notAfter: Date;
  more?: Extension[];
};

/** @param issuer absent: signed by its own key. */
export async function issue(wanted: Wanted, issuer: Issuer | { selfSignedBy: CryptoKey }): Promise<Certificate> {
  const certificate = new Certificate();
  certificate.version = 2;
  certificate.serialNumber = new asn1js.Integer({ valueHex: serialNumber() });
  certificate.subject = nameOf(wanted.subject);
  certificate.issuer = 'certificate' in issuer ? issuer.certificate.subject : certificate.subject;
  certificate.notBefore = timeOf(wanted.notBefore);
  certificate.notAfter = timeOf(wanted.notAfter);
  certificate.subjectPublicKeyInfo = wanted.publicKey;
  const issuerKey = 'certificate' in issuer ? issuer.certificate.subjectPublicKeyInfo : wanted.publicKey;
  certificate.extensions = [
    ...extensionsOf(wanted.kind),
    extension('2.5.29.14', false, new asn1js.OctetString({ valueHex: keyIdOf(wanted.publicKey) })),
    authorityKeyId(issuerKey),
    ...('certificate' in issuer ? [listPoint(issuer.certificate)] : []),
    ...(wanted.more ?? []),
  ];
  await certificate.sign('certificate' in issuer ? issuer.privateKey : issuer.selfSignedBy, 'SHA-256');
  return certificate;
}

/** 16 bytes, positive, and never again. */
function serialNumber(): ArrayBuffer {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40;
  return bufferOf(bytes);
}

export const serialOf = (certificate: Certificate): string =>
  Buffer.from(certificate.serialNumber.valueBlock.valueHexView).toString('hex').toUpperCase();

/** Whole seconds: fractions have no place in a certificate. */
export function timeOf(at: Date): Time {
  const value = new Date(Math.floor(at.getTime() / 1000) * 1000);
  return new Time({ type: value.getUTCFullYear() < 2050 ? 0 : 1, value });
}

const bit = (...numbers: number[]) => numbers.reduce((byte, number) => byte | (0x80 >> number), 0);
const [DIGITAL_SIGNATURE, NON_REPUDIATION, CERTIFICATE_SIGN, LIST_SIGN] = [0, 1, 5, 6] as const;

function extensionsOf(kind: Kind): Extension[] {
  if (kind === 'ca' || kind === 'issuing-ca') {
    const limits = kind === 'ca' ? { cA: true } : { cA: true, pathLenConstraint: 0 };
    return [
      extension('2.5.29.19', true, new BasicConstraints(limits).toSchema()),
      keyUsage(bit(CERTIFICATE_SIGN, LIST_SIGN), 1),
    ];
  }
  const policy = new asn1js.Sequence({
    value: [new asn1js.Sequence({ value: [new asn1js.ObjectIdentifier({ value: POLICIES[kind] })] })],
  });
  return [
    extension('2.5.29.19', false, new BasicConstraints().toSchema()),
    keyUsage(bit(DIGITAL_SIGNATURE, NON_REPUDIATION), 6),
    extension('2.5.29.32', false, policy),
    ...(kind === 'time-stamp' ? [TIME_STAMPING_ONLY] : []),
  ];
}

/** RFC 3161, 2.3: critical, and the only purpose. */
const TIME_STAMPING_ONLY = extension(
  '2.5.29.37',
  true,
  new asn1js.Sequence({ value: [new asn1js.ObjectIdentifier({ value: '1.3.6.1.5.5.7.3.8' })] }),
);

const keyUsage = (bits: number, unusedBits: number) =>
  extension('2.5.29.15', true, new asn1js.BitString({ valueHex: Uint8Array.of(bits).buffer, unusedBits }));

export const authorityKeyId = (issuerKey: PublicKeyInfo): Extension =>
  extension(
    '2.5.29.35',
    false,
    new AuthorityKeyIdentifier({
      keyIdentifier: new asn1js.OctetString({ valueHex: keyIdOf(issuerKey) }),
    }).toSchema(),
  );

/** Under a name that is nobody's (RFC 2606): the list comes by the interface, or from the service's own address. */
const listPoint = (issuer: Certificate): Extension =>
  extension(
    '2.5.29.31',
    false,
    new asn1js.Sequence({
      value: [
        new asn1js.Sequence({
          value: [
            tagged(0, [
              tagged(0, [
                new asn1js.Primitive({
                  idBlock: { tagClass: 3, tagNumber: 6 },
                  valueHex: bufferOf(Buffer.from(`http://ca.test/crl/${fingerprintOf(issuer).slice(0, 16)}.crl`)),
                }),
              ]),
            ]),
          ],
        }),
      ],
    }),
  );

const tagged = (tagNumber: number, value: asn1js.BaseBlock[]) =>
  new asn1js.Constructed({ idBlock: { tagClass: 3, tagNumber }, value });

/** Whose request it was, and the digest of the evidence by which the signer was recognised. */
export const evidenceExtension = (requestNo: string, digest: Buffer): Extension =>
  extension(
    EVIDENCE_EXTENSION,
    false,
    new asn1js.Sequence({
      value: [
        new asn1js.Utf8String({ value: requestNo }),
        new AlgorithmIdentifier({ algorithmId: '2.16.840.1.101.3.4.2.1' }).toSchema(),
        new asn1js.OctetString({ valueHex: bufferOf(digest) }),
      ],
    }),
  );

export function extension(extnID: string, critical: boolean, value: asn1js.BaseBlock): Extension {
  return new Extension({ extnID, critical, extnValue: value.toBER() });
}

/** RFC 5280, 4.2.1.2, method 1. */
const keyIdOf = (key: PublicKeyInfo): ArrayBuffer =>
  bufferOf(createHash('sha1').update(key.subjectPublicKey.valueBlock.valueHexView).digest());

export const derOf = (certificate: Certificate): Buffer => Buffer.from(certificate.toSchema(true).toBER());
export const pemOf = (certificate: Certificate): string =>
  `-----BEGIN CERTIFICATE-----\n${(
    derOf(certificate)
      .toString('base64')
      .match(/.{1,64}/g) ?? []
  ).join('\n')}\n-----END CERTIFICATE-----\n`;
export const fingerprintOf = (certificate: Certificate): string =>
  createHash('sha256').update(derOf(certificate)).digest('hex');

export const bufferOf = (bytes: Uint8Array): ArrayBuffer => new Uint8Array(bytes).buffer;
