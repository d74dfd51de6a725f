import type { MailRefusal } from './port.ts';

/** What nodemailer says of a failure: at which command, and the server's reply. */
export type Failure = {
  command?: string | undefined;
  responseCode?: number | undefined;
  response?: string | undefined;
};

/**
 * Why the receiver's side refuses for good, from its reply to RCPT TO or DATA; undefined where it may still take the mail. A 5xx about
 * our own sign-in or sender says nothing of the address: the mail waits until that is put right.
 */
export function refusalOf({ command, responseCode = 0, response = '' }: Failure): MailRefusal | undefined {
  if (responseCode < 500 || responseCode > 599) return undefined;
  if (command !== 'RCPT TO' && command !== 'DATA') return undefined;
  const enhanced = /\b5\.\d{1,3}\.\d{1,3}\b/.exec(response)?.[0];
  // 501 5.1.3 is about the address, 501 alone about what we said.
  if (OURS.has(responseCode) && !enhanced?.startsWith('5.1.')) return undefined;
  return reasonOf(responseCode, enhanced);
}

/** Bad sequence, not signed in, wrong credentials, encryption needed. */
const OURS: ReadonlySet<number> = new Set([500, 501, 502, 503, 504, 530, 534, 535, 538]);

/** @param enhanced RFC 3463: 5.1.x is about the address, 5.2.2 a full mailbox. Where there is none the code itself says (RFC 5321). */
export function reasonOf(code: number | undefined, enhanced: string | undefined): MailRefusal {
  if (enhanced === '5.2.2') return 'mailbox-full';
  if (enhanced !== undefined) return /^5\.1\.[1-36]$|^5\.1\.10$/.test(enhanced) ? 'no-such-address' : 'refused';
  if (code === 552) return 'mailbox-full';
  return code === 550 || code === 551 || code === 553 ? 'no-such-address' : 'refused';
}
