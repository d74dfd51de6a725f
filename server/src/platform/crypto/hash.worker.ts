import { hashSync, verifySync } from '@node-rs/argon2';
import { serveTasks } from '../workers/serve-tasks.ts';

/** argon2id at 19 MiB and 2 passes (OWASP), under a pepper that is not in the database. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** Without a stored hash one is made; with one it is compared. */
export type Asked = { password: string; pepper: Uint8Array; stored?: string };

serveTasks(async ({ password, pepper, stored }: Asked): Promise<string | boolean> => {
  const secret = Buffer.from(pepper);
  return stored === undefined ? hashSync(password, { ...COST, secret }) : verifySync(stored, password, { secret });
});
