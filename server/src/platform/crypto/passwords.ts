import { hash, verify } from '@node-rs/argon2';

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
    hash: (password) => hash(password, { ...COST, secret: secret() }),
    verify: (stored, password) => verify(stored, password, { secret: secret() }),
  };
};
