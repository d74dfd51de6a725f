import { z } from 'zod';

const url = z.url({ protocol: /^https?$/ });
const port = z.coerce.number().int().min(0).max(65_535);

const variables = z.object({
  DATABASE_URL: z.string().min(1),
  /** One of two. 32 bytes as hex, in a file that only this user can read; */
  MIAODAI_MASTER_KEY_FILE: z.string().min(1).optional(),
  /** or a key in a token (HSM), as a PKCS#11 URI: docs/operations/keys.md. */
  MIAODAI_MASTER_KEY_PKCS11: z.string().startsWith('pkcs11:').optional(),
  HOST: z.string().default('127.0.0.1'),
  PORT: port.default(8080),
  /** Told to staff on every page of the console: nobody may take one installation for another. */
  ENVIRONMENT: z.enum(['production', 'test', 'sandbox']).default('production'),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info'),
  /** Behind a proxy that ends TLS: cookies are secure, and the customer's address is the forwarded one. */
  BEHIND_TLS_PROXY: z.enum(['true', 'false']).default('false'),
  CORE_BANKING_URL: url,
  HR_SYSTEM_URL: url,
  CITIZEN_REGISTRY_URL: url,
  CREDIT_BUREAU_URL: url,
  BIG_DATA_URL: url,
  SMS_GATEWAY_URL: url,
  CARD_NETWORK_URL: url,
  CERTIFICATE_AUTHORITY_URL: url,
  TIME_STAMP_URL: url,
  /** PEM: the roots by which signatures are judged; those of former authorities stay in it. */
  TRUSTED_ROOTS_FILE: z.string().min(1),
  /** The bank's seal, one of two: a PKCS#12 file with its passphrase in another, */
  SEAL_P12_FILE: z.string().min(1).optional(),
  SEAL_PASSPHRASE_FILE: z.string().min(1).optional(),
  /** or a key in a token (HSM), as a PKCS#11 URI: docs/operations/keys.md. */
  SEAL_PKCS11: z.string().startsWith('pkcs11:').optional(),
  /** With it every signed contract gets a signature by SM2 beside it: docs/contract-signature.md. */
  SEAL_SM2_KEY_FILE: z.string().min(1).optional(),
  /** smtps:// or smtp:// with STARTTLS, user and password in it; `?tls=none` only to this machine: docs/integrations/mail. */
  MAIL_URL: z
    .url({ protocol: /^smtps?$/ })
    .refine((text) => isPrivate(text), { message: 'mail goes in the clear only to 127.0.0.1' }),
  /** Who writes: an address, or a name and <an address>. Reports of failed delivery go there. */
  MAIL_FROM: z
    .string()
    .regex(/^(?:[^<>\p{Cc}"]{1,60} <[^\s<>@]{1,64}@[a-z\d.-]{1,190}>|[^\s<>@]{1,64}@[a-z\d.-]{1,190})$/iu),
  /** PEM, where the mail server's certificate is of an authority that the machine does not know. */
  MAIL_CA_FILE: z.string().min(1).optional(),
  /** For one mail in all; servers that look for viruses take their time. */
  MAIL_DEADLINE_MS: z.coerce.number().int().min(100).max(120_000).default(30_000),
  /** A secret of 32 characters or more, for whoever posts the mail server's reports of failed delivery; without it none are taken. */
  MAIL_REPORT_SECRET_FILE: z.string().min(1).optional(),
  /** host:port of a clamd that looks at uploaded papers; without it they are marked as not scanned. */
  CLAMD_ADDRESS: z
    .string()
    .regex(/^([a-z\d.-]+|\[[a-f\d:]+\]):\d{1,5}$/i)
    .optional(),
  /** 'stand-in' passes everybody and says so: for tests and demonstrations only. */
  FACE_ENGINE: z.enum(['local', 'stand-in']).default('local'),
  /** Threads that read identity cards: each takes a core for a second a picture, and some 300 MB while it is used. */
  ID_CARD_THREADS: z.coerce.number().int().min(1).max(16).default(1),
  /** How long a call to another system may take in all: less than the lease of 8 s under which it is made. */
  OUTSIDE_DEADLINE_MS: z.coerce.number().int().min(100).max(7_000).default(5_000),
  /** The simulators' control, in sandboxes and tests alone: staff may then let days go by, and the other systems' day goes along. */
  SANDBOX_CLOCK_URL: url.optional(),
  DATABASE_CONNECTIONS: z.coerce.number().int().min(4).max(200).default(16),
});
const environment = variables
  .refine((is) => (is.MIAODAI_MASTER_KEY_FILE === undefined) !== (is.MIAODAI_MASTER_KEY_PKCS11 === undefined), {
    path: ['MIAODAI_MASTER_KEY_FILE'],
    message: 'exactly one of MIAODAI_MASTER_KEY_FILE and MIAODAI_MASTER_KEY_PKCS11 is needed',
    // Told together with whatever else is missing.
    when: () => true,
  })
  .refine((is) => is.SANDBOX_CLOCK_URL === undefined || is.ENVIRONMENT !== 'production', {
    path: ['SANDBOX_CLOCK_URL'],
    message: 'the days of a bank in production move with the calendar alone',
    when: () => true,
  })
  .refine(
    (is) =>
      (is.SEAL_P12_FILE === undefined) !== (is.SEAL_PKCS11 === undefined) &&
      (is.SEAL_P12_FILE === undefined) === (is.SEAL_PASSPHRASE_FILE === undefined),
    {
      path: ['SEAL_P12_FILE'],
      message: 'either SEAL_P12_FILE with its SEAL_PASSPHRASE_FILE is needed, or SEAL_PKCS11',
      when: () => true,
    },
  );

/** Personal data is encrypted on its way; `?tls=none` is for a relay on this very machine. */
function isPrivate(text: string): boolean {
  const url = URL.parse(text);
  // What is no address at all has been told already.
  if (!url) return true;
  const loopback = ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname);
  return url.searchParams.get('tls') !== 'none' || loopback;
}

/** `Name <address>`, or an address alone. */
function writerOf(text: string): { name: string; address: string } {
  const [, name = '', address = text] = /^(.*) <(.*)>$/.exec(text) ?? [];
  return { name, address };
}

export type Config = ReturnType<typeof readConfig>;

/** @throws with every missing or wrong variable named. */
export function readConfig(env: Record<string, string | undefined>) {
  const parsed = environment.safeParse(env);
  if (!parsed.success) throw new Error(`configuration:\n${z.prettifyError(parsed.error)}`);
  const is = parsed.data;
  const endpoint = (baseUrl: string) => ({ baseUrl, deadlineMs: is.OUTSIDE_DEADLINE_MS });
  return {
    databaseUrl: is.DATABASE_URL,
    databaseConnections: is.DATABASE_CONNECTIONS,
    /** A file, or a PKCS#11 URI. */
    masterKey: is.MIAODAI_MASTER_KEY_PKCS11 ?? is.MIAODAI_MASTER_KEY_FILE ?? '',
    host: is.HOST,
    port: is.PORT,
    environment: is.ENVIRONMENT,
    sandboxClock: is.SANDBOX_CLOCK_URL === undefined ? undefined : endpoint(is.SANDBOX_CLOCK_URL),
    logLevel: is.LOG_LEVEL,
    behindTlsProxy: is.BEHIND_TLS_PROXY === 'true',
    faceEngine: is.FACE_ENGINE,
    virusScan: { address: is.CLAMD_ADDRESS, deadlineMs: is.OUTSIDE_DEADLINE_MS },
    mail: {
      url: is.MAIL_URL,
      from: writerOf(is.MAIL_FROM),
      caFile: is.MAIL_CA_FILE,
      deadlineMs: is.MAIL_DEADLINE_MS,
      reportSecretFile: is.MAIL_REPORT_SECRET_FILE,
    },
    // Who waits behind so many is served sooner by asking again.
    idCardReader: { threads: is.ID_CARD_THREADS, maxWaiting: 12 * is.ID_CARD_THREADS },
    seal:
      is.SEAL_PKCS11 === undefined
        ? { p12File: is.SEAL_P12_FILE ?? '', passphraseFile: is.SEAL_PASSPHRASE_FILE ?? '' }
        : { pkcs11: is.SEAL_PKCS11 },
    sm2KeyFile: is.SEAL_SM2_KEY_FILE,
    trustedRootsFile: is.TRUSTED_ROOTS_FILE,
    outside: {
      coreBanking: endpoint(is.CORE_BANKING_URL),
      hrSystem: endpoint(is.HR_SYSTEM_URL),
      citizenRegistry: endpoint(is.CITIZEN_REGISTRY_URL),
      creditBureau: endpoint(is.CREDIT_BUREAU_URL),
      bigData: endpoint(is.BIG_DATA_URL),
      smsGateway: endpoint(is.SMS_GATEWAY_URL),
      cardNetwork: endpoint(is.CARD_NETWORK_URL),
      certificateAuthority: endpoint(is.CERTIFICATE_AUTHORITY_URL),
      timeStamp: endpoint(is.TIME_STAMP_URL),
    },
  };
}
