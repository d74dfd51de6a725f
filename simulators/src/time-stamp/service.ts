import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Authority } from '../certificate-authority/authority.ts';
import type { Db } from '../db.ts';
import type { Dialect } from '../dialect.ts';
import { operation, type Service } from '../service.ts';
import {
  DIGEST_BYTES,
  FAILURES,
  readQuestion,
  responseOf,
  tokenOf,
  type Failure,
  type Granted,
  type Question,
} from './messages.ts';

// Written from docs/integrations/time-stamp/interface.md.

const GRANTED = 'granted';
const POLICY = '1.3.6.1.4.1.32473.5.3.1';

const dialect: Dialect = {
  code: 'status',
  ok: GRANTED,
  malformed: 'badDataFormat',
  failed: 'systemFailure',
  text: 'text',
  texts: {
    [GRANTED]: 'Operation Okay',
    badAlg: 'digest algorithm not supported',
    badRequest: 'digest has the wrong length',
    badDataFormat: 'not a TimeStampReq',
    timeNotAvailable: 'time source not available',
    unacceptedPolicy: 'policy not offered',
    systemFailure: 'internal error',
  },
};

const question = z.object({
  version: z.literal(1),
  algorithm: z.string(),
  imprint: z.string().regex(/^([0-9a-f]{2}){1,64}$/),
  policy: z.string(),
  nonce: z.string().max(80),
  certReq: z.boolean(),
});

export const timeStamp = (db: Db, authority: Authority): Service => ({
  system: 'time-stamp',
  dialect,
  binary: {
    asked: 'application/timestamp-query',
    read: readQuestion,
    type: 'application/timestamp-reply',
    write: (answer) => write(authority, answer),
  },
  operations: [
    operation({
      name: 'stamp',
      path: '/',
      number: 'imprint',
      message: question,
      perform: (message) => stamp(db, message),
    }),
  ],
});

/** What the token will say; it is signed when the answer is written, so that a falsified one is signed as well. */
async function stamp(db: Db, { algorithm, imprint, policy, nonce, certReq }: Question): Promise<object> {
  const bytes = DIGEST_BYTES[algorithm];
  if (bytes === undefined) return under('badAlg', imprint);
  if (imprint.length !== 2 * bytes) return under('badRequest', imprint);
  if (policy !== '' && policy !== POLICY) return under('unacceptedPolicy', imprint);
  const [{ number } = { number: 0 }] = await db.query<{ number: number }>(
    `select nextval('sim_ca.stamps')::int as number`,
  );
  // Never repeated: counted in one database, told apart between databases by chance.
  const serial = `40${randomBytes(8).toString('hex')}${number.toString(16).padStart(12, '0')}`;
  const token: Granted = {
    imprint,
    algorithm,
    policy: POLICY,
    nonce,
    serial,
    stampedAt: new Date().toISOString(),
    certReq,
  };
  return { ...under(GRANTED, imprint), ...token };
}

const under = (status: string, imprint: string) => ({ status, text: dialect.texts[status], imprint });

/** A tester may have another of the authority's certificates sign: {"kind":"answer-with","fields":{"signer":"issuing"}}. */
const written = z.object({
  imprint: z.string(),
  algorithm: z.string(),
  policy: z.string(),
  nonce: z.string(),
  serial: z.string(),
  stampedAt: z.string(),
  certReq: z.boolean(),
  signer: z.enum(['issuing', 'timeStamp']).default('timeStamp'),
});

async function write({ issuing, root, ...keys }: Authority, answer: object): Promise<Buffer> {
  const { status, text } = z.object({ status: z.string(), text: z.string().default('') }).parse(answer);
  if (status !== GRANTED)
    return responseOf(status in FAILURES ? (status as Failure) : 'systemFailure', text, undefined);
  const { data: granted } = written.safeParse(answer);
  if (!granted) return responseOf(undefined, text, undefined);
  const signer = granted.signer === 'issuing' ? issuing : keys.timeStamp;
  const above = [issuing, root].filter((one) => one !== signer).map((one) => one.certificate);
  return responseOf(undefined, text, await tokenOf(granted, signer, above));
}
