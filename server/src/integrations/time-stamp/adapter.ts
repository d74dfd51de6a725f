import { randomBytes } from 'node:crypto';
import { postBytes, type Endpoint } from '../http-call.ts';
import { done, unknown, type Outcome } from '../outcome.ts';
import { checkToken } from './check.ts';
import type { TimeStampAuthority } from './port.ts';
import { questionOf, readResponse } from './wire.ts';

const ASKED = { type: 'application/timestamp-query', wanted: 'application/timestamp-reply' };

/** Nothing that it says is final: a time-stamp authority that does not stamp now may do so in a minute, or is set up wrongly. */
export function timeStampAdapter(endpoint: Endpoint): TimeStampAuthority {
  let latest: Buffer[] | undefined;

  async function stamp(digest: Buffer): Promise<Outcome<Buffer>> {
    const nonce = newNonce();
    // The whole address is configured: real ones have paths of their own.
    const reply = await postBytes(endpoint, '', { ...ASKED, body: questionOf(digest, nonce) });
    if (reply.is === 'unknown') return reply;
    try {
      const response = readResponse(reply.body);
      if ('status' in response) return unknown(`time-stamp status ${response.status}`);
      const checked = checkToken(response, digest, nonce);
      if ('objection' in checked) return unknown(checked.objection);
      latest = checked.chain;
      return done(response.der);
    } catch {
      return unknown('not in their format');
    }
  }

  return {
    stamp,
    chain: async () => {
      if (latest) return done(latest);
      const stamped = await stamp(randomBytes(32));
      if (stamped.is !== 'done') return stamped;
      return latest ? done(latest) : unknown('no chain');
    },
  };
}

/** Positive and without a zero in front, so that it has one spelling in DER. */
function newNonce(): Buffer {
  const nonce = randomBytes(16);
  nonce[0] = ((nonce[0] ?? 0) & 0x3f) | 0x40;
  return nonce;
}
