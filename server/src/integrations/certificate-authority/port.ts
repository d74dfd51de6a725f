import type { Instant } from '@miaodai/values';
import type { Outcome } from '../outcome.ts';

export type EventCertificateRequest = {
  requestNo: string;
  /** PKCS#10, DER: the public key, signed with the private one, which never leaves us. */
  csr: Buffer;
  name: string;
  idNumber: string;
  /** SHA-256 in hex, over the evidence by which the signer was recognised: stands in the certificate. */
  evidenceHash: string;
};

export type EventCertificate = {
  serialNo: string;
  /** DER, leaf first, root last. */
  chain: Buffer[];
  notAfter: Instant;
};

/** An electronic certification authority (电子认证服务机构). */
export interface CertificateAuthority {
  /**
   * A certificate for one signing. The same number with the same content brings the same certificate; with other content it is refused
   * ('number-used-otherwise').
   */
  issue(request: EventCertificateRequest): Promise<Outcome<EventCertificate>>;
  /** 'absent' is what is so now: an application that is still on its way may arrive yet. To apply again is safe. */
  find(requestNo: string): Promise<Outcome<{ state: 'absent' } | { state: 'issued'; certificate: EventCertificate }>>;
  /** The list, in DER, by the CA whose certificate (DER) this is; refused ('unknown-issuer') where it is not one of theirs. A look. */
  revocationList(issuer: Buffer): Promise<Outcome<Buffer>>;
}
