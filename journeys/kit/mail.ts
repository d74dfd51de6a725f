import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tell } from './introduce.ts';
import { keepOnce } from '../../simulators/src/keep-once.ts';

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

/** What the simulated mail server and a bank know of each other: for MAIL_REPORT_SECRET_FILE. */
export function mailReports(folder = tmpdir()): { file: string; secret: string } {
  const file = join(folder, 'miaodai-mail-reports.secret');
  keepOnce(file, randomBytes(32).toString('hex'));
  return { file, secret: readFileSync(file, 'utf8') };
}

/** The mail server tells this bank what came back. */
export const reportBounces = (controlUrl: string, bankUrl: string, { secret } = mailReports()): Promise<unknown> =>
  tell(controlUrl, 'PUT', '/mail/reports-to', { url: `${bankUrl}/api/mail/delivery-reports`, secret });
