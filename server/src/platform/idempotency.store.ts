import type { Db, Tx } from './db/connect.ts';

export type Request = { owner: string; key: string; operation: string; requestHash: string };
export type FirstAnswer = { requestHash: string; operation: string; status: number; answer: unknown };

/** What was answered the first time, if it was. */
export async function findAnswer(
  db: Db | Tx,
  { owner, key }: Pick<Request, 'owner' | 'key'>,
): Promise<FirstAnswer | undefined> {
  const row = await db
    .selectFrom('platform.idempotency_keys')
    .select(['request_hash', 'operation', 'status', 'answer'])
    .where('owner', '=', owner)
    .where('key', '=', key)
    .where('status', 'is not', null)
    .executeTakeFirst();
  return (
    row && { requestHash: row.request_hash, operation: row.operation, status: row.status as number, answer: row.answer }
  );
}

/**
 * Takes the key in the transaction of the write itself. Another request with the same key waits here until this one has committed.
 * @returns false where the key was taken before.
 */
export async function takeKey(tx: Tx, request: Request): Promise<boolean> {
  const row = await tx
    .insertInto('platform.idempotency_keys')
    .values({ owner: request.owner, key: request.key, operation: request.operation, request_hash: request.requestHash })
    .onConflict((conflict) => conflict.columns(['owner', 'key']).doNothing())
    .returning('key')
    .executeTakeFirst();
  return row !== undefined;
}

export async function keepAnswer(tx: Tx, { owner, key }: Request, status: number, answer: unknown): Promise<void> {
  await tx
    .updateTable('platform.idempotency_keys')
    .set({ status, answer: JSON.stringify(answer) })
    .where('owner', '=', owner)
    .where('key', '=', key)
    .execute();
}

/** A client that retries after a day gets its first answer; after a month the key is forgotten. */
export async function forgetOldKeys(db: Db, before: string): Promise<void> {
  await db
    .deleteFrom('platform.idempotency_keys')
    .where('created_at', '<', before as never)
    .execute();
}
