import { z } from 'zod';
import type { Db } from '../db.ts';
import type { Received } from './inbox.ts';

/** Where a mail that came back is reported to, as a bank's mail server would pipe it there. */
export const reportTo = z.strictObject({ url: z.url({ protocol: /^https?$/ }), secret: z.string().min(1).max(200) });
type ReportTo = z.infer<typeof reportTo>;
const NAME = 'mail-reports';

export async function setReportTo(db: Db, to: ReportTo): Promise<void> {
  await db.query(
    `insert into sim_control.settings (name, value) values ($1, $2)
     on conflict (name) do update set value = excluded.value`,
    [NAME, JSON.stringify(to)],
  );
}

/** Says that a mail which was taken over could not be delivered (RFC 3464). Nobody to tell: nothing is said. */
export async function reportFailure(db: Db, mail: Received): Promise<void> {
  const [row] = await db.query<{ value: ReportTo }>('select value from sim_control.settings where name = $1', [NAME]);
  if (!row) return;
  await fetch(row.value.url, {
    method: 'POST',
    headers: { 'content-type': 'message/rfc822', authorization: `Bearer ${row.value.secret}` },
    body: failureReport(mail),
    signal: AbortSignal.timeout(5_000),
  });
}

export function failureReport({ mailFrom, address, envelopeId, raw }: Received): string {
  const boundary = '=_report';
  const head = raw.toString('latin1').split('\r\n\r\n')[0] ?? '';
  return [
    'From: MAILER-DAEMON@mail.simulators.invalid',
    `To: ${mailFrom}`,
    'Subject: Undelivered Mail Returned to Sender',
    'Auto-Submitted: auto-replied',
    'MIME-Version: 1.0',
    `Content-Type: multipart/report; report-type=delivery-status; boundary="${boundary}"`,
    '',
    `--${boundary}`,
    'Content-Type: text/plain; charset=utf-8',
    '',
    `<${address}>: host mx.example said: 550 5.1.1 User unknown`,
    `--${boundary}`,
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mail.simulators.invalid',
    ...(envelopeId === null ? [] : [`Original-Envelope-Id: ${envelopeId}`]),
    '',
    `Final-Recipient: rfc822; ${address}`,
    'Action: failed',
    'Status: 5.1.1',
    'Diagnostic-Code: smtp; 550 5.1.1 User unknown',
    '',
    `--${boundary}`,
    'Content-Type: text/rfc822-headers',
    '',
    head,
    `--${boundary}--`,
    '',
  ].join('\r\n');
}
