import type { Instant } from '@miaodai/values';

export type SigningKey = {
  /** DER, leaf first, root last. */
  chain: Buffer[];
  /** Over the SHA-256 of the data: EC as DER, RSA as PKCS#1 v1.5. */
  sign(data: Buffer): Promise<Buffer>;
  algorithm: 'ecdsa-sha256' | 'rsa-sha256';
};

/** One party and its field in the file. */
export type Signatory = { key: SigningKey; fieldName: string; reason: string; location: string };

export type SignBy = {
  /** What the signatures claim; what proves the time are their time-stamps. */
  signedAt: Instant;
  customer: Signatory;
  seal: Signatory;
  /** @param digest SHA-256. @returns DER TimeStampToken. What it throws, `sign` throws. */
  stamp(digest: Buffer): Promise<Buffer>;
  /** Of the time-stamp authority, DER, leaf first. */
  stampChain: readonly Buffer[];
  /** Of every authority above the customer's, the seal's and the time-stamp's certificate, the roots among them; DER. */
  crls: readonly Buffer[];
};

export type SignedPdf = { content: Buffer; /** Hex. */ sha256: string };

export type PdfSignature = {
  fieldName: string;
  /** Common name of the certificate; not masked. */
  name: string;
  /** Null for a natural person. */
  organisation: string | null;
  issuer: string;
  certificateNo: string;
  /** By the time-stamp; null where it has none that holds. */
  signedAt: Instant | null;
  reason: string | null;
  /** Of what it covers no byte has changed, nor of itself. */
  intact: boolean;
  /** Its certificate, and that of its time-stamp, go back to one of the roots, and were good then. */
  trusted: boolean;
  coversWholeFile: boolean;
};

export type PdfReport = {
  verdict: 'valid' | 'changed' | 'untrusted' | 'not-signed' | 'unreadable';
  sha256: string;
  sizeBytes: number;
  /** In the order in which they were made. */
  signatures: PdfSignature[];
  /** Sentences in Chinese, for people. */
  findings: string[];
};
