/**
 * Signatures in PDF files (PAdES), made and checked. Knows no business: who signs and why is said by whoever asks.
 *
 * A file gets two signatures, each with a time-stamp: one person's by a key of its own, then a seal. What is needed to check them later
 * (certificates, revocation lists) goes in with the second one, so that it covers the file to its last byte and nothing follows it.
 * Checking is done against the bytes, by code that shares nothing with the making but the reading of DER and of PDF objects.
 */
export { createPades, type Pades } from './pades.ts';
export { customerKey, keyOf, openSeal } from './keys.ts';
export type { PdfReport, SignBy, Signatory, SigningKey } from './types.ts';
export { openSm2Seal, sm2Holds, type Sm2Seal } from './sm2.ts';
export { openStamp } from './stamp.ts';
