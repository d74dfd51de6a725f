import { openStamp } from '../../platform/pades/index.ts';
import type { Token } from './wire.ts';

/**
 * By the same reader that checks the finished file: what it would not accept there is not put into one.
 * @returns the chain of its signer, leaf first; or why the token is not one over this digest with this nonce.
 * @throws NotDer where it is no token.
 */
export function checkToken({ der }: Token, digest: Buffer, nonce: Buffer): { chain: Buffer[] } | { objection: string } {
  const stamp = openStamp(der);
  if (!digest.equals(stamp.imprint)) return { objection: 'stamp over something else' };
  if (!stamp.nonce || !sameNumber(stamp.nonce, nonce)) return { objection: 'stamp with another nonce' };
  if (!stamp.forStamps) return { objection: 'certificate is not for time-stamping' };
  if (!stamp.holds) return { objection: 'signature does not hold' };
  return { chain: stamp.chain };
}

/** A zero in front is how DER says that a number is positive. */
const sameNumber = (a: Buffer, b: Buffer): boolean => a.toString('hex').replace(/^(00)+/, '') === b.toString('hex');
