import type { ApplicationId, ContractId, CustomerId, Instant } from '@miaodai/values';
import type { EventCertificate } from '../../integrations/certificate-authority/port.ts';

/** Until 'signed' nothing is failure: what is not known is asked about again. */
export type SigningState = 'requested' | 'signed' | 'refused';

/** By which a certificate is asked for, and what it is used with: from the agreement to the signature. */
export type CustomerKey = { pkcs8: Buffer; csr: Buffer };

export type Signature = {
  signer: 'customer' | 'bank';
  /** As the certificate says. */
  name: string;
  issuer: string;
  certificateNo: string;
  signedAt: Instant;
};

export type Signing = {
  id: string;
  contractId: ContractId;
  applicationId: ApplicationId;
  customerId: CustomerId;
  state: SigningState;
  requestNo: string;
  textHash: string;
  evidence: Evidence | null;
  evidenceHash: string;
  requestedAt: Instant;
  signedAt: Instant | null;
  refusalCode: string | null;
  signatures: Signature[];
};
/** What the work of signing needs beside. */
export type OpenSigning = Signing & { key: CustomerKey | null; certificate: EventCertificate | null };

/** Who agreed, as far as this bank can tell: by what they were recognised, and from where. */
export type Evidence = {
  contractNo: string;
  textHash: string;
  costStatementHash: string;
  customerId: string;
  /** Every face that was shown for this application. */
  faces: { attemptId: string | null; shownAt: Instant }[];
  /** The identity card that the registry agreed with. */
  idDocument: { documentId: string; confirmedAt: Instant } | null;
  /** The bank's own check, with the registry in it. */
  systemCheckedAt: Instant | null;
  /** The transaction password, sealed in the page under a nonce that is good once: by the hash of what was sent. */
  password: { envelopeHash: string; provenAt: Instant };
  from: { channel: string; device: string; ip: string };
  agreedAt: Instant;
};

/** What the certificate authority knows the signing by: at most 32 letters and digits, no two alike. */
export const requestNoOf = (signingId: string): string => `S${signingId.replaceAll('-', '').slice(1)}`;

/** The file with both signatures, as it was checked before anybody relies on it. */
/** By SM2, detached; the key is the public one, in PEM. */
export type Sm2Signature = { signature: Buffer; publicKey: string };
export type SignedFile = {
  content: Buffer;
  sha256: string;
  contractNo: string;
  signatures: Signature[];
  /** Where this bank signs by the national suite, too. */
  sm2: Sm2Signature | undefined;
};

/** Under our number they know, or have issued, something else than we asked for. */
export const OTHER_CERTIFICATE = 'the certificate authority knows our number for something else';
const FOR_PERSON = 'for a person: ';
/** Waiting alone does not cure it: somebody is told at once, and it is tried on. */
export const forPerson = (cause: string): string => `${FOR_PERSON}${cause}`;
export const isForPerson = (cause: string): boolean => cause.startsWith(FOR_PERSON);
