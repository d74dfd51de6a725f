import { availableParallelism } from 'node:os';
import { hash, verify } from '@node-rs/argon2';
import { Overloaded } from '../workers/pool.ts';

/** argon2id at 19 MiB and 2 passes (OWASP), under a pepper that is not in the database. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

export interface PasswordHasher {
  hash(password: string): Promise<string>;
  verify(stored: string, password: string): Promise<boolean>;
}

/** @param pepper is asked for at each use: the keys that it is derived from are read when the server starts. */
export const passwordHasher = (pepper: Buffer | (() => Buffer)): PasswordHasher => {
  const secret = typeof pepper === 'function' ? pepper : () => pepper;
  return {
    hash: (password) => inTurn(() => hash(password, { ...COST, secret: secret() })),
    verify: (stored, password) => inTurn(() => verify(stored, password, { secret: secret() })),
  };
};

/** A core stays free of hashing, however many guess at the door: whoever only reads is not to wait for them. */
const AT_ONCE = Math.max(1, availableParallelism() - 1);
/** Some three seconds of hashing; who would wait longer is told to come again. */
const MAX_WAITING = 200 * AT_ONCE;
const waiting: (() => void)[] = [];
let atWork = 0;

/** One pool for the whole process, whatever hashers it has. @throws Overloaded */
async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (atWork < AT_ONCE) atWork += 1;
  else if (waiting.length >= MAX_WAITING) throw new Overloaded('password hashing');
  // Whoever ends hands its place over.
  else await new Promise<void>((turn) => waiting.push(turn));
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else atWork -= 1;
  }
}
