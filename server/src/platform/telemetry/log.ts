import { pino, type DestinationStream, type Logger } from 'pino';

export type Log = Logger;

/** Whatever might hold personal data or a secret is cut out, at any depth that we log; the rest is named by ids. */
const SECRETS = [
  ...[
    'password',
    'transactionPassword',
    'smsCode',
    'mobile',
    'name',
    'idNumber',
    'erpNo',
    'accountNo',
    'text',
    'residenceAddress',
  ],
  ...['cookie', 'authorization', 'set-cookie', 'idempotency-key'],
];

export function createLog(level: string, destination?: DestinationStream): Log {
  const options = {
    level,
    base: { service: 'miaodai' },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: SECRETS.flatMap((key) => [`["${key}"]`, `*["${key}"]`, `*.*["${key}"]`]), censor: '[redacted]' },
    serializers: { err: describeError, error: describeError },
  };
  return destination ? pino(options, destination) : pino(options);
}

/** Class, code and place of an error. A database's `detail` quotes the row, which may be somebody's; it is left out. */
function describeError(error: unknown) {
  if (!(error instanceof Error)) return { message: typeof error };
  const { name, message, stack } = error;
  const from = error as { code?: unknown; constraint?: unknown };
  return { name, message, code: from.code, constraint: from.constraint, stack };
}
