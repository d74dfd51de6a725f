import { fileURLToPath } from 'node:url';

/** The certificate of this very mail server and of nobody else, its own authority: made once, for 127.0.0.1, known to whoever reads this. */
export const MAIL_CA_FILE = fileURLToPath(new URL('certificate.pem', import.meta.url));
export const KEY_FILE = fileURLToPath(new URL('key.pem', import.meta.url));
export const ACCOUNT = { user: 'loan', pass: 'sandbox-mail' } as const;

export const mailUrl = (port: number): string => `smtp://${ACCOUNT.user}:${ACCOUNT.pass}@127.0.0.1:${port}`;
