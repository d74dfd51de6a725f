import { readFileSync } from 'node:fs';
import { createTransport } from 'nodemailer';
import { done, refused, unknown, type Outcome } from '../outcome.ts';
import type { Mail, MailServer } from './port.ts';
import { refusalOf, type Failure } from './refusal.rules.ts';

export type MailSettings = {
  /** smtps:// or smtp://, with user and password. */
  url: string;
  from: { name: string; address: string };
  /** Certificates that the server's may go back to, beside the machine's own. */
  caFile: string | undefined;
  deadlineMs: number;
};

/** SMTP with TLS, one connection a mail: a bank sends a few an hour. */
export function mailAdapter(settings: MailSettings): MailServer {
  const { url, from, caFile, deadlineMs } = settings;
  const transport = createTransport({
    ...serverOf(url),
    tls: { minVersion: 'TLSv1.2', ...(caFile === undefined ? {} : { ca: readFileSync(caFile) }) },
    ...{
      connectionTimeout: deadlineMs,
      greetingTimeout: deadlineMs,
      socketTimeout: deadlineMs,
      dnsTimeout: deadlineMs,
    },
    // A mail never makes us read files or pages.
    ...{ disableFileAccess: true, disableUrlAccess: true },
  });
  const domain = from.address.slice(from.address.lastIndexOf('@') + 1);
  return {
    async send(mail) {
      try {
        await transport.sendMail({
          ...messageOf(mail, from, domain),
          // In all, whatever each step may take.
          signal: AbortSignal.timeout(deadlineMs),
        });
        return done(undefined);
      } catch (error) {
        return outcomeOf(error as Failure & { code?: string });
      }
    },
  };
}

/** TLS from the first byte, or STARTTLS and nothing without; in the clear only where the URL says so (config.ts: on this machine). */
function serverOf(text: string) {
  const url = new URL(text);
  const secure = url.protocol === 'smtps:';
  const inTheClear = url.searchParams.get('tls') === 'none';
  const user = decodeURIComponent(url.username);
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? (secure ? 465 : 587) : Number(url.port),
    secure,
    ...(inTheClear ? { ignoreTLS: true } : { requireTLS: !secure }),
    ...(user === '' ? {} : { auth: { user, pass: decodeURIComponent(url.password) } }),
  };
}

const messageOf = (mail: Mail, from: MailSettings['from'], domain: string) => ({
  from,
  to: { name: '', address: mail.to },
  subject: mail.subject,
  text: mail.text,
  html: mail.html,
  messageId: `<${mail.messageNo}@${domain}>`,
  attachments: [
    {
      filename: mail.attachment.fileName,
      contentType: mail.attachment.mediaType,
      content: Buffer.from(mail.attachment.content),
    },
  ],
  // No "I am on holiday" comes back.
  headers: { 'Auto-Submitted': 'auto-generated' },
  // A server that gives it up later says so, and names this number.
  dsn: { id: mail.messageNo, return: 'headers', notify: 'FAILURE' },
});

/** The server's own words may name the address: they are not kept. */
function outcomeOf(failure: Failure & { code?: string }): Outcome<void> {
  const refusal = refusalOf(failure);
  if (refusal) return refused(refusal, `${failure.command} ${failure.responseCode}`);
  return unknown([failure.code ?? 'failed', failure.command, failure.responseCode].filter(Boolean).join(' '));
}
