import { chmodSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tell } from './introduce.ts';

/** As the simulators' mail server has it. */
export type ReceivedMail = {
  id: number;
  address: string;
  messageId: string;
  subject: string;
  from: string;
  text: string;
  html: string;
  headers: { name: string; line: string }[];
  attachments: { name: string; mediaType: string; base64: string }[];
};

/** Newest first. */
export const mailsTo = (controlUrl: string, address: string): Promise<ReceivedMail[]> =>
  tell(controlUrl, 'GET', `/mail/messages?address=${encodeURIComponent(address)}`);

/** Between the simulated mail server and the banks of tests: opens nothing else. */
export const REPORT_SECRET = 'for-tests-only-0123456789-0123456789';
let file: string | undefined;

/** For MAIL_REPORT_SECRET_FILE. */
export function reportSecretFile(): string {
  if (file === undefined) {
    file = join(tmpdir(), `miaodai-mail-reports-${process.getuid?.() ?? 0}.secret`);
    writeFileSync(file, REPORT_SECRET);
    chmodSync(file, 0o600);
  }
  return file;
}

/** The mail server tells this bank what came back. */
export const reportBounces = (controlUrl: string, bankUrl: string, secret = REPORT_SECRET): Promise<unknown> =>
  tell(controlUrl, 'PUT', '/mail/reports-to', { url: `${bankUrl}/api/mail/delivery-reports`, secret });
