/**
 * What was agreed to becomes one signed file. requested → signed, or refused where no certificate is issued; then it may be agreed to
 * once more. The customer's key is made at the agreement and gone with the signature; its certificate is issued for this signing alone,
 * and bound to the evidence of who agreed. The file is settled in one place, once: what is not known is asked about again.
 */
export { certificateOf } from './certificate.store.ts';
export { newCustomerKey } from './customer-key.ts';
export { requestSigning } from './request-signing.ts';
export { signContract } from './sign-contract.ts';
export { settleSigning } from './settle-signing.ts';
export { isSigned, keepCertificate, signingOf } from './signing.store.ts';
export { fileFactsOf, knownFile } from './files.store.ts';
export { signedFileOf } from './signed-file.ts';
export { eraseSignings } from './erase-signings.ts';
export type { Signing } from './signing.rules.ts';
