import type { Instant } from '@miaodai/values';
import { timeOf } from './certificate.ts';
import { OIDS } from './cms.ts';
import { expect, INTEGER, inside, NotDer, OCTET_STRING, oidOf, oneDer, SEQUENCE } from './der.ts';
import { openSignedData, TOKEN } from './signed-data.ts';
import { chainOf, isFor } from './trust.ts';

type Info = { imprint: Buffer; at: Instant; nonce: Buffer | undefined };

/** What a time-stamp says, whoever says it. @param content DER of a TSTInfo over a SHA-256. @throws NotDer */
export function readStampInfo(content: Buffer): Info {
  const [version, , imprint, , at, ...rest] = inside(oneDer(content, SEQUENCE));
  if (expect(version, INTEGER).content[0] !== 1) throw new NotDer('a version that is not accepted');
  const [algorithm, digest] = inside(expect(imprint, SEQUENCE));
  if (!algorithm || oidOf(inside(algorithm)[0]) !== OIDS.sha256) throw new NotDer('a digest that is not accepted');
  const nonce = rest.find(({ tag }) => tag === INTEGER)?.content;
  return { imprint: expect(digest, OCTET_STRING).content, at: timeOf(at), nonce };
}

/**
 * A token as its authority gave it, in half a millisecond: whoever asks for stamps does so on the thread that serves everybody.
 * @throws NotDer where it is not put together as a file of ours may hold it.
 */
export function openStamp(token: Buffer): Info & { holds: boolean; forStamps: boolean; chain: Buffer[] } {
  const { content, signer, certificates, signatureHolds } = openSignedData(token, TOKEN);
  const chain = chainOf(signer, { roots: [], certificates, lists: [] });
  return {
    ...readStampInfo(content as Buffer),
    holds: signatureHolds,
    forStamps: isFor(signer, 'time-stamping'),
    chain: chain.map(({ bytes }) => bytes),
  };
}
