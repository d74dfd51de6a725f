import * as asn1js from 'asn1js';
import { AlgorithmIdentifier, MessageImprint, TimeStampReq } from 'pkijs';
import { checkDeeply, expect, inside, INTEGER, oneDer, SEQUENCE } from '../../platform/pades/der.ts';

// RFC 3161: docs/integrations/time-stamp/interface.md.

const SHA256 = '2.16.840.1.101.3.4.2.1';

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

/** As it came: a byte more or less, and its signature is no longer found. */
export type Token = { der: Buffer };

/** @throws where it is none. @returns the status where no token was granted. */
export function readResponse(der: Buffer): { status: number } | Token {
  const response = oneDer(der, SEQUENCE);
  checkDeeply(response);
  const [info, token, ...more] = inside(response);
  const [status] = inside(expect(info, SEQUENCE));
  const { content } = expect(status, INTEGER);
  if (content.length !== 1) throw new Error('a status that is none');
  if ((content[0] ?? 0) > 1) return { status: content[0] ?? 0 };
  if (more.length > 0) throw new Error('something stands behind the token');
  return { der: expect(token, SEQUENCE).bytes };
}
