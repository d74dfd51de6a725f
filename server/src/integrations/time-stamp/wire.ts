import * as asn1js from 'asn1js';
import {
  AlgorithmIdentifier,
  ContentInfo,
  MessageImprint,
  SignedData,
  TimeStampReq,
  TimeStampResp,
  TSTInfo,
} from 'pkijs';

// RFC 3161: docs/integrations/time-stamp/interface.md.

export const SHA256 = '2.16.840.1.101.3.4.2.1';
const TST_INFO = '1.2.840.113549.1.9.16.1.4';

export function questionOf(digest: Buffer, nonce: Buffer): Buffer {
  const question = new TimeStampReq({
    version: 1,
    messageImprint: new MessageImprint({
      hashAlgorithm: new AlgorithmIdentifier({ algorithmId: SHA256, algorithmParams: new asn1js.Null() }),
      hashedMessage: new asn1js.OctetString({ valueHex: new Uint8Array(digest) }),
    }),
    nonce: new asn1js.Integer({ valueHex: new Uint8Array(nonce) }),
    certReq: true,
  });
  return Buffer.from(question.toSchema().toBER());
}

export type Token = {
  /** As it came: a byte more or less, and its signature is no longer found. */
  der: Buffer;
  signed: SignedData;
  info: TSTInfo;
  /** Byte by byte: decoded and encoded again, a certificate that was tampered with could be whole. */
  certificates: Buffer[];
  /** Issuer and number of its signer's certificate. */
  signedBy: Buffer[];
};

/** @throws where it is none. @returns the status where no token was granted. */
export function readResponse(der: Buffer): { status: number } | Token {
  if (!isDer(der)) throw new Error('not DER');
  const response = TimeStampResp.fromBER(new Uint8Array(der));
  if (response.status.status > 1) return { status: response.status.status };
  const token = response.timeStampToken;
  if (token?.contentType !== ContentInfo.SIGNED_DATA) throw new Error('granted without a token');
  const signed = new SignedData({ schema: token.content });
  const content = signed.encapContentInfo;
  if (content.eContentType !== TST_INFO || !content.eContent) throw new Error('no TSTInfo');
  const info = TSTInfo.fromBER(content.eContent.getValue());
  // The second part of the response; in it the signed data; in them what is tagged 0.
  const [, whole] = partsOf(asn1js.fromBER(new Uint8Array(der)).result);
  const [signedData] = partsOf(partsOf(whole)[1]);
  const certificates = partsOf(signedData).find(({ idBlock }) => idBlock.tagClass === 3 && idBlock.tagNumber === 0);
  const [signerInfo] = partsOf(partsOf(signedData).at(-1));
  const signedBy = partsOf(partsOf(signerInfo)[1]).map(bytesOf);
  return { der: bytesOf(whole), signed, info, certificates: partsOf(certificates).map(bytesOf), signedBy };
}

/** Lengths that add up, all the way down: the library reads on where they do not, and other programs would not. */
function isDer(bytes: Buffer): boolean {
  for (let at = 0; at < bytes.length;) {
    const first = bytes[at + 1] ?? 0x80;
    const octets = first < 0x80 ? 0 : first - 0x80;
    // 0x80 is the indefinite length of BER, and nothing here is larger than four octets can say.
    if (first === 0x80 || octets > 4 || at + 2 + octets > bytes.length) return false;
    const length = octets === 0 ? first : bytes.readUIntBE(at + 2, octets);
    const from = at + 2 + octets;
    if (from + length > bytes.length) return false;
    const isMadeOfParts = ((bytes[at] ?? 0) & 0x20) !== 0;
    if (isMadeOfParts && !isDer(bytes.subarray(from, from + length))) return false;
    at = from + length;
  }
  return true;
}

/** Of whatever is made of parts. */
export const partsOf = (block: asn1js.BaseBlock | undefined): asn1js.BaseBlock[] =>
  block instanceof asn1js.Constructed || block instanceof asn1js.Sequence || block instanceof asn1js.Set
    ? (block.valueBlock.value as asn1js.BaseBlock[])
    : [];
/** As they came. */
export const bytesOf = (block: asn1js.BaseBlock | undefined): Buffer => Buffer.from(block?.valueBeforeDecodeView ?? []);
