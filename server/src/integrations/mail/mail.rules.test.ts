import assert from 'node:assert/strict';
import { test } from 'node:test';
import { failedDelivery } from './delivery-report.rules.ts';
import { refusalOf } from './refusal.rules.ts';

const NO = 'EM0191f0c2aaaa7bbb8cccdddddddddddd';

test('a reply for good says why; one for now, or about ourselves, leaves the mail waiting', () => {
  const cases = [
    ['RCPT TO', 550, '550 5.1.1 User unknown', 'no-such-address'],
    ['RCPT TO', 550, '550 No such user', 'no-such-address'],
    ['RCPT TO', 553, '553 mailbox name not allowed', 'no-such-address'],
    ['RCPT TO', 501, '501 5.1.3 Bad recipient address syntax', 'no-such-address'],
    ['RCPT TO', 552, '552 Mailbox full', 'mailbox-full'],
    ['DATA', 552, '552 5.2.2 Over quota', 'mailbox-full'],
    ['DATA', 552, '552 5.3.4 Message too big', 'refused'],
    ['RCPT TO', 550, '550 5.7.1 Blocked by policy', 'refused'],
    ['RCPT TO', 550, '550-5.1.1 The account\n550 5.1.1 does not exist', 'no-such-address'],
    ['DATA', 554, '554 Transaction failed', 'refused'],
    ['RCPT TO', 452, '452 4.2.2 Mailbox full', undefined],
    ['RCPT TO', 451, '451 4.7.1 Greylisted', undefined],
    ['RCPT TO', 530, '530 5.7.0 Authentication required', undefined],
    ['RCPT TO', 503, '503 5.5.1 Bad sequence', undefined],
    ['MAIL FROM', 550, '550 5.7.1 Sender rejected', undefined],
    ['AUTH PLAIN', 535, '535 5.7.8 Bad credentials', undefined],
    ['CONN', undefined, undefined, undefined],
    ['RCPT TO', 250, '250 Ok', undefined],
  ] as const;
  for (const [command, responseCode, response, reason] of cases)
    assert.equal(refusalOf({ command, responseCode, response }), reason, `${command} ${response}`);
});

/** As Postfix writes it. */
const report = ({
  status = 'Status: 5.1.1',
  action = 'Action: failed',
  envelope = `Original-Envelope-Id: ${NO}`,
  type = 'Content-Type: multipart/report; report-type=delivery-status;\r\n\tboundary="A/mx.example"',
} = {}) =>
  [
    'Return-Path: <>',
    'From: MAILER-DAEMON@mx.example (Mail Delivery System)',
    'MIME-Version: 1.0',
    type,
    '',
    'This is a MIME-encapsulated message.',
    '',
    '--A/mx.example',
    'Content-Description: Notification',
    'Content-Type: text/plain; charset=utf-8',
    '',
    'Action: failed is what a person may write here, too.',
    '',
    '--A/mx.example',
    'Content-Description: Delivery report',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mx.example',
    ...(envelope === '' ? [] : [envelope]),
    'Arrival-Date: Mon, 23 Nov 2026 15:00:00 +0800',
    '',
    'Final-Recipient: rfc822; wang@mail.example',
    action,
    status,
    'Diagnostic-Code: smtp; 550 5.1.1 <wang@mail.example>: Recipient address',
    '    rejected: User unknown',
    '',
    '--A/mx.example',
    'Content-Type: text/rfc822-headers',
    '',
    'Subject: =?UTF-8?Q?x?=',
    `Message-ID: <${NO}@bank.example>`,
    '',
    '--A/mx.example--',
    '',
  ].join('\r\n');

test('a report of failed delivery names the mail and the reason', () => {
  assert.deepEqual(failedDelivery(report()), { messageNo: NO, reason: 'no-such-address' });
  assert.deepEqual(failedDelivery(report().replaceAll('\r\n', '\n')), { messageNo: NO, reason: 'no-such-address' });
  assert.equal(failedDelivery(report({ status: 'Status: 5.2.2' }))?.reason, 'mailbox-full');
  for (const status of ['Status: 5.7.1', 'Status: 5.0.0', 'Status: 4.4.7 (expired)', 'Status:', 'X: y'])
    assert.equal(failedDelivery(report({ status }))?.reason, 'refused', status);
  // A server that knows no envelope ids sends the head back, and one that writes xtext is read.
  assert.equal(failedDelivery(report({ envelope: '' }))?.messageNo, NO);
  assert.equal(failedDelivery(report({ envelope: 'Original-Envelope-Id: EM+2B1' }))?.messageNo, 'EM+1');
});

test('whatever else comes is no failure', () => {
  for (const action of ['Action: delayed', 'Action: delivered', 'Action: relayed', 'Action:', 'X: failed'])
    assert.equal(failedDelivery(report({ action })), undefined, action);
  const others = [
    ...['', '\r\n', 'Subject: 自动回复\r\n\r\n我在休假', '\0'.repeat(100), '--A/mx.example\r\n'.repeat(1_000)],
    report({ type: 'Content-Type: multipart/mixed; boundary="A/mx.example"' }),
    report({ type: 'Content-Type: multipart/report; report-type=delivery-status' }),
    report({ type: 'Content-Type: multipart/report; boundary="B"' }),
    report().replace('message/delivery-status', 'text/plain'),
    report({ envelope: '' }).replace('Message-ID', 'X-Message-ID'),
  ];
  for (const other of others) assert.equal(failedDelivery(other), undefined, other.slice(0, 200));
});

test('a megabyte that means ill is read as fast as any other', () => {
  const began = performance.now();
  for (const ill of ['\n \n', ' ', '\n\n', ':', `--A/mx.example\n`, '+2B'])
    failedDelivery(report({ envelope: `Original-Envelope-Id: ${ill.repeat(Math.floor(1_000_000 / ill.length))}` }));
  assert.ok(performance.now() - began < 1_000);
});
