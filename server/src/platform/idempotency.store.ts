import type { Instant } from '@miaodai/values';
import { sql } from 'kysely';
import type { Vault } from './crypto/vault.ts';
import type { Db, Tx } from './db/connect.ts';
import { someAtATime } from './db/some-at-a-time.ts';

export type Request = { owner: string; key: string; operation: string; requestHash: string };
/** The text of an answer, as it was sent: a repeat gets the same bytes. */
export type Reply = { status: number; text: string };
/** A key in use. Without a reply its first request is still at work. */
export type KnownKey = { operation: string; requestHash: string; reply?: Reply };
/** Says which request holds a key; another may take it over once this one has been gone for too long. */
export type Claim = string & { readonly claim: unique symbol };

const TABLE = 'platform.idempotency_keys';
const PLACE = `${TABLE}.answer`;
const rowOf = ({ owner, key }: Pick<Request, 'owner' | 'key'>): string => `${owner}/${key}`;

/** What is known of a key, if anything. */
export async function findKey(
  db: Db | Tx,
  vault: Vault,
  request: Pick<Request, 'owner' | 'key'>,
): Promise<KnownKey | undefined> {
  const row = await db
    .selectFrom(TABLE)
    .select(['request_hash', 'operation', 'status', 'answer_cipher'])
    .where('owner', '=', request.owner)
    .where('key', '=', request.key)
    .executeTakeFirst();
  if (!row) return undefined;
  const known = { operation: row.operation, requestHash: row.request_hash };
  if (row.status === null || row.answer_cipher === null) return known;
  return { ...known, reply: { status: row.status, text: vault.open(PLACE, rowOf(request), row.answer_cipher) } };
}

/**
 * Takes the key in the transaction of the write itself. Another request with the same key waits here until this one has committed.
 * @returns undefined where the key was taken before.
 */
export const takeKey = (tx: Tx, request: Request): Promise<Claim | undefined> => insert(tx, request);

/**
 * Takes the key in a commit of its own, before others are asked or a try is used up, so that what is sent twice at once is done once.
 * A key whose request has been at work for longer than any may be, on a node that died, is taken over by the same request.
 * @returns undefined where somebody else has it.
 */
export async function claimKey(db: Db, request: Request, leaseSeconds: number): Promise<Claim | undefined> {
  const fresh = await insert(db, request);
  if (fresh) return fresh;
  const { rows } = await sql<{ claim: Claim }>`
    update platform.idempotency_keys
    set created_at = clock_timestamp()
    where owner = ${request.owner}
      and key = ${request.key}
      and operation = ${request.operation}
      and request_hash = ${request.requestHash}
      and status is null
      and created_at < clock_timestamp() - make_interval(secs => ${leaseSeconds})
    returning created_at::text as claim`.execute(db);
  return rows[0]?.claim;
}

/** Gives a claimed key back: nothing has happened, and the same request may be tried again. */
export async function releaseKey(db: Db, { owner, key }: Request, claim: Claim): Promise<void> {
  await sql`
    delete from platform.idempotency_keys
    where owner = ${owner} and key = ${key} and status is null and created_at = ${claim}::timestamptz`.execute(db);
}

/** Keeps the answer with the key, in the transaction of the write. @returns false where the key has been taken over. */
export async function keepReply(
  tx: Tx,
  vault: Vault,
  request: Request,
  claim: Claim,
  { status, text }: Reply,
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update platform.idempotency_keys
    set status = ${status}, answer_cipher = ${vault.seal(PLACE, rowOf(request), text)}
    where owner = ${request.owner}
      and key = ${request.key}
      and status is null
      and created_at = ${claim}::timestamptz`.execute(tx);
  return numAffectedRows === 1n;
}

/** A client that tries again later than that is taken at its word anew. */
export const forgetOldKeys = (db: Db, before: Instant): Promise<number> =>
  someAtATime(async (limit) => {
    const { numAffectedRows } = await sql`
      delete from platform.idempotency_keys
      where (owner, key) in (select owner, key from platform.idempotency_keys where created_at < ${before} limit ${limit})`.execute(
      db,
    );
    return Number(numAffectedRows);
  });

/** Answers name whom they were given to: they go with the customer. Not the one that is being made. */
export async function forgetAnswersOf(tx: Tx, owner: string): Promise<void> {
  await tx.deleteFrom(TABLE).where('owner', '=', owner).where('status', 'is not', null).execute();
}

async function insert(tx: Db | Tx, { owner, key, operation, requestHash }: Request): Promise<Claim | undefined> {
  const { rows } = await sql<{ claim: Claim }>`
    insert into platform.idempotency_keys (owner, key, operation, request_hash, created_at)
    values (${owner}, ${key}, ${operation}, ${requestHash}, clock_timestamp())
    on conflict (owner, key) do nothing
    returning created_at::text as claim`.execute(tx);
  return rows[0]?.claim;
}
