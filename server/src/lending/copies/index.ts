/**
 * The signed contract by e-mail (CON-3): an encrypted file to an address that the customer names, with the transaction password each time.
 * queued → accepted by the mail server | bounced | failed; accepted → bounced, where the receiver's side says no later. A record is there
 * only where the wish was proven. A repeat is the same message with the same code, never a second record.
 */
export { copyIdOf, maskedAddress, mayShowCode, type Copy } from './copies.rules.ts';
export {
  copiesOf,
  eraseCopies,
  findCopy,
  forgetOldUnzipCodes,
  forgetUnzipCodesOf,
  unzipCodeOf,
} from './copies.store.ts';
export { copiesLeft, requestCopy } from './request-copy.ts';
export { sendCopy } from './send-copy.ts';
export { recordBounce } from './settle-copy.ts';
