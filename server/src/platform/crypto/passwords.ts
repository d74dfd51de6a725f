import { availableParallelism } from 'node:os';
import { createWorkerPool } from '../workers/pool.ts';
import type { Asked } from './hash.worker.ts';

export interface PasswordHasher {
  /** argon2id. @throws Overloaded */
  hash(password: string): Promise<string>;
  /** @throws Overloaded */
  verify(stored: string, password: string): Promise<boolean>;
}

/** A core stays free of hashing, however many guess at the door: whoever only reads is not to wait for them. */
const AT_ONCE = Math.max(1, availableParallelism() - 1);

/** One pool for the whole process, whatever hashers it has: in threads that step back behind whoever reads. Some three seconds may wait. */
const pool = createWorkerPool<Asked, string | boolean>({
  file: new URL('./hash.worker.ts', import.meta.url),
  name: 'password hashing',
  threads: AT_ONCE,
  maxWaiting: 200 * AT_ONCE,
});

/** @param pepper is asked for at each use: the keys that it is derived from are read when the server starts. */
export const passwordHasher = (pepper: Buffer | (() => Buffer)): PasswordHasher => {
  const secret = () => new Uint8Array(typeof pepper === 'function' ? pepper() : pepper);
  return {
    hash: async (password) => (await pool.run({ password, pepper: secret() })) as string,
    verify: async (stored, password) => (await pool.run({ password, pepper: secret(), stored })) as boolean,
  };
};
