import * as asn1js from 'asn1js';
import { AlgorithmIdentifier, MessageImprint, SignedData, TimeStampReq, TimeStampResp, TSTInfo } from 'pkijs';

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
};

/** @throws where it is none. @returns the status where no token was granted. */
export function readResponse(der: Buffer): { status: number } | Token {
  const response = TimeStampResp.fromBER(new Uint8Array(der));
  if (response.status.status > 1) return { status: response.status.status };
  const token = response.timeStampToken;
  if (!token) throw new Error('granted without a token');
  const signed = new SignedData({ schema: token.content });
  const content = signed.encapContentInfo;
  if (content.eContentType !== TST_INFO || !content.eContent) throw new Error('no TSTInfo');
  const info = TSTInfo.fromBER(content.eContent.getValue());
  return { der: tokenBytes(der), signed, info };
}

/** The second part of the response. */
function tokenBytes(response: Buffer): Buffer {
  const { result } = asn1js.fromBER(new Uint8Array(response));
  const [, token] = (result as asn1js.Sequence).valueBlock.value;
  return Buffer.from(token?.valueBeforeDecodeView ?? []);
}
