import { fileURLToPath } from 'node:url';

/** Key and certificate of this machine's simulated mail server, its own authority: made when one first starts, read by whoever sends. */
export const MAIL_CA_FILE = fileURLToPath(new URL('../../../.data/simulators/mail-server.pem', import.meta.url));
export const ACCOUNT = { user: 'loan', pass: 'sandbox-mail' } as const;

export const mailUrl = (port: number): string => `smtp://${ACCOUNT.user}:${ACCOUNT.pass}@127.0.0.1:${port}`;
