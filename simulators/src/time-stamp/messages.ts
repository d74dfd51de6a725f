import * as asn1js from 'asn1js';
import { createHash } from 'node:crypto';
import {
  Accuracy,
  AlgorithmIdentifier,
  Attribute,
  type Certificate,
  ContentInfo,
  EncapsulatedContentInfo,
  IssuerAndSerialNumber,
  MessageImprint,
  SignedAndUnsignedAttributes,
  SignedData,
  SignerInfo,
  TimeStampReq,
  TSTInfo,
} from 'pkijs';
import { bufferOf, derOf, type Issuer } from '../certificate-authority/x509.ts';

// Questions and answers of RFC 3161, in DER, to and from plain objects: so that the fault script can falsify an answer before it is signed.

const SHA256 = '2.16.840.1.101.3.4.2.1';
const TST_INFO = '1.2.840.113549.1.9.16.1.4';

export type Question = {
  version: number;
  algorithm: string;
  /** Hex. */
  imprint: string;
  policy: string;
  nonce: string;
  certReq: boolean;
};

/** Empty where it cannot be read. */
export function readQuestion(der: Buffer): Question | object {
  try {
    const asked = TimeStampReq.fromBER(bufferOf(der));
    return {
      version: asked.version,
      algorithm: asked.messageImprint.hashAlgorithm.algorithmId,
      imprint: hexOf(asked.messageImprint.hashedMessage.valueBlock.valueHexView),
      policy: asked.reqPolicy ?? '',
      nonce: asked.nonce ? hexOf(asked.nonce.valueBlock.valueHexView) : '',
      certReq: asked.certReq ?? false,
    };
  } catch {
    return {};
  }
}

export type Granted = {
  imprint: string;
  algorithm: string;
  policy: string;
  nonce: string;
  serial: string;
  stampedAt: string;
  certReq: boolean;
};
export type Failure = keyof typeof FAILURES;

/** RFC 3161, 2.4.2: bits of PKIFailureInfo. */
export const FAILURES = {
  badAlg: 0,
  badRequest: 2,
  badDataFormat: 5,
  timeNotAvailable: 14,
  unacceptedPolicy: 15,
  unacceptedExtension: 16,
  addInfoNotAvailable: 17,
  systemFailure: 25,
} as const;

/** @param token absent where it was not granted, or where a broken authority forgets it. */
export function responseOf(failure: Failure | undefined, text: string, token: ContentInfo | undefined): Buffer {
  const status = new asn1js.Sequence({
    value: [
      new asn1js.Integer({ value: failure === undefined ? 0 : 2 }),
      new asn1js.Sequence({ value: [new asn1js.Utf8String({ value: text })] }),
      ...(failure === undefined ? [] : [failureBits(FAILURES[failure])]),
    ],
  });
  const response = new asn1js.Sequence({ value: [status, ...(token ? [token.toSchema()] : [])] });
  return Buffer.from(response.toBER());
}

/** A named bit list in DER ends with its last bit that is set. */
function failureBits(number: number): asn1js.BitString {
  const bytes = new Uint8Array(Math.floor(number / 8) + 1);
  bytes[bytes.length - 1] = 0x80 >> (number % 8);
  return new asn1js.BitString({ valueHex: bytes.buffer, unusedBits: 7 - (number % 8) });
}

/** @param signer whose certificate should be for time-stamping, unless a tester wants another. */
export async function tokenOf(granted: Granted, signer: Issuer, above: Certificate[]): Promise<ContentInfo> {
  const info = Buffer.from(infoOf(granted).toSchema().toBER());
  const attributes = [
    attribute('1.2.840.113549.1.9.3', new asn1js.ObjectIdentifier({ value: TST_INFO })),
    attribute('1.2.840.113549.1.9.4', new asn1js.OctetString({ valueHex: bufferOf(sha256(info)) })),
    attribute('1.2.840.113549.1.9.16.2.47', signingCertificateV2(signer.certificate)),
  ].toSorted((a, b) => Buffer.compare(encoded(a), encoded(b)));
  const signed = new SignedData({
    version: 3,
    encapContentInfo: encapsulated(info),
    signerInfos: [
      new SignerInfo({
        version: 1,
        sid: new IssuerAndSerialNumber({
          issuer: signer.certificate.issuer,
          serialNumber: signer.certificate.serialNumber,
        }),
        signedAttrs: new SignedAndUnsignedAttributes({ type: 0, attributes }),
      }),
    ],
    ...(granted.certReq ? { certificates: [signer.certificate, ...above] } : {}),
  });
  await signed.sign(signer.privateKey, 0, 'SHA-256');
  return new ContentInfo({ contentType: ContentInfo.SIGNED_DATA, content: signed.toSchema(true) });
}

/** Set afterwards: the constructor would cut it in pieces, and a token is DER, with one string. */
function encapsulated(info: Buffer): EncapsulatedContentInfo {
  const content = new EncapsulatedContentInfo({ eContentType: TST_INFO });
  content.eContent = new asn1js.OctetString({ valueHex: bufferOf(info) });
  return content;
}

const infoOf = ({ imprint, algorithm, policy, nonce, serial, stampedAt }: Granted): TSTInfo =>
  new TSTInfo({
    version: 1,
    policy,
    messageImprint: new MessageImprint({
      hashAlgorithm: new AlgorithmIdentifier({ algorithmId: algorithm, algorithmParams: new asn1js.Null() }),
      hashedMessage: new asn1js.OctetString({ valueHex: bufferOf(Buffer.from(imprint, 'hex')) }),
    }),
    serialNumber: new asn1js.Integer({ valueHex: bufferOf(Buffer.from(serial, 'hex')) }),
    // Whole seconds: a fraction in DER has no trailing zeros, and nobody needs it.
    genTime: new Date(Math.floor(Date.parse(stampedAt) / 1000) * 1000),
    accuracy: new Accuracy({ seconds: 1 }),
    ...(nonce ? { nonce: new asn1js.Integer({ valueHex: bufferOf(Buffer.from(nonce, 'hex')) }) } : {}),
  });

/** RFC 5035: SHA-256 is what is meant where no algorithm is named. */
const signingCertificateV2 = (certificate: Certificate) =>
  new asn1js.Sequence({
    value: [
      new asn1js.Sequence({
        value: [
          new asn1js.Sequence({ value: [new asn1js.OctetString({ valueHex: bufferOf(sha256(derOf(certificate))) })] }),
        ],
      }),
    ],
  });

const attribute = (type: string, value: asn1js.BaseBlock) => new Attribute({ type, values: [value] });
const encoded = (one: Attribute) => Buffer.from(one.toSchema().toBER());
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest();
const hexOf = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
export const DIGEST_BYTES: Readonly<Record<string, number>> = {
  [SHA256]: 32,
  '2.16.840.1.101.3.4.2.2': 48,
  '2.16.840.1.101.3.4.2.3': 64,
};
