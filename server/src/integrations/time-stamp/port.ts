import type { Outcome } from '../outcome.ts';

/** A time-stamp authority (RFC 3161). */
export interface TimeStampAuthority {
  /**
   * @param digest SHA-256.
   * @returns a TimeStampToken in DER: over this digest, with the nonce of this very question, signed by a certificate for time-stamping
   *   and nothing else. Asking again brings another token, and does no harm. Whom to trust is not judged here.
   */
  stamp(digest: Buffer): Promise<Outcome<Buffer>>;
  /**
   * The chain of its certificate, DER, leaf first, as far up as its tokens bring it: of the latest one, or of one that is asked for now where
   * there is none.
   */
  chain(): Promise<Outcome<Buffer[]>>;
}
