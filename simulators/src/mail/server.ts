import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import type { Db } from '../db.ts';
import { ACCOUNT, MAIL_CA_FILE } from './address.ts';
import { mailKeyIn } from './certificate.ts';
import { reportFailure } from './delivery-report.ts';
import { keepMail, putOffOnce, type Received } from './inbox.ts';

// Written from docs/integrations/mail/interface.md: an SMTP server that delivers to an inbox page and nowhere else.

const MOST_BYTES = 10 * 1024 * 1024;

type Around = { db: Db; lateMs: number; wait: (ms: number) => Promise<void> };
export type MailServer = { port: number; close(): Promise<void> };

export async function startMailServer(around: Around, host: string, port: number): Promise<MailServer> {
  const pem = await mailKeyIn(MAIL_CA_FILE);
  const server = new SMTPServer({
    ...{ key: pem, cert: pem },
    ...{ size: MOST_BYTES, hideDSN: false, banner: 'simulated mail', disableReverseLookup: true, closeTimeout: 500 },
    onAuth({ username, password }, _session, answer) {
      const known = username === ACCOUNT.user && password === ACCOUNT.pass;
      if (known) answer(null, { user: ACCOUNT.user });
      else answer(refusal(535, '5.7.8 Authentication credentials invalid'));
    },
    onRcptTo({ address }, _session, answer) {
      welcome(around.db, address).then((refused) => answer(refused), answer);
    },
    onData(stream, session, answer) {
      take(around, stream, session).then(
        (refused) => (refused ? answer(refused) : answer(null, '2.0.0 Ok: queued')),
        answer,
      );
    },
  });
  // A caller that breaks off must not end the program.
  server.on('error', () => undefined);
  await new Promise<void>((resolve, reject) => {
    server.server.once('error', reject);
    server.listen(port, host, resolve);
  });
  return {
    port: (server.server.address() as AddressInfo).port,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** What the part before the @ begins with says what becomes of the mail. */
const isFor = (address: string, whom: string): boolean => new RegExp(`^${whom}\\b`, 'i').test(address);

async function welcome(db: Db, address: string): Promise<Error | undefined> {
  if (isFor(address, 'nobody')) return refusal(550, '5.1.1 User unknown');
  if (isFor(address, 'quota')) return refusal(552, '5.2.2 Mailbox full');
  if (isFor(address, 'full') && (await putOffOnce(db, address))) return refusal(452, '4.2.2 Mailbox full, try later');
  return undefined;
}

async function take(
  { db, lateMs, wait }: Around,
  stream: SMTPServerDataStream,
  { envelope }: SMTPServerSession,
): Promise<Error | undefined> {
  const pieces: Buffer[] = [];
  for await (const piece of stream) pieces.push(piece as Buffer);
  if (stream.sizeExceeded) return refusal(552, '5.3.4 Message too big');
  const { dsn } = envelope as typeof envelope & { dsn?: { envid?: string | null } };
  const mailFrom = envelope.mailFrom === false ? '' : envelope.mailFrom.address;
  for (const { address } of envelope.rcptTo) {
    if (isFor(address, 'spam')) return refusal(554, '5.7.1 Message refused by policy');
    const mail: Received = { mailFrom, address, envelopeId: dsn?.envid ?? null, raw: Buffer.concat(pieces) };
    const repeated = await keepMail(db, mail);
    if (isFor(address, 'slow') && !repeated) await wait(lateMs);
    if (isFor(address, 'bounce')) void reportLater(db, mail, wait);
  }
  return undefined;
}

/** As a real one: after the mail was taken over. */
async function reportLater(db: Db, mail: Received, wait: Around['wait']): Promise<void> {
  await wait(500);
  // Nobody there to be told is no fault of the mail server's.
  await reportFailure(db, mail).catch(() => undefined);
}

const refusal = (responseCode: number, text: string): Error => Object.assign(new Error(text), { responseCode });
