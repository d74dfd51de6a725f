import { sql } from 'kysely';
import type { CustomerId, Instant } from '@miaodai/values';
import type { Vault } from '../../platform/crypto/vault.ts';
import type { Db, Tx } from '../../platform/db/connect.ts';
import { someAtATime } from '../../platform/db/some-at-a-time.ts';

/** Whose code it is (a customer, or a number that need not be anybody's yet), what for, and for which subject of it. */
export type Scope = ({ customerId: CustomerId } | { mobile: string }) & { purpose: string; subject: string };
/** A scope as its row has it: the holder is the customer's id, or the keyed hash of the number as hex. */
export type Held = { holder: string; customerId: CustomerId | null; purpose: string; subject: string };

export const heldBy = (vault: Vault, scope: Scope): Held => {
  const { purpose, subject } = scope;
  if ('customerId' in scope) return { holder: scope.customerId, customerId: scope.customerId, purpose, subject };
  return { holder: vault.index('mobile', scope.mobile).toString('hex'), customerId: null, purpose, subject };
};

export async function insertCode(
  tx: Tx,
  code: Held & { codeId: string; codeHash: Buffer; sentAt: Instant; expiresAt: Instant },
): Promise<void> {
  await tx
    .insertInto('credentials.sms_codes')
    .values({
      code_id: code.codeId,
      holder: code.holder,
      customer_id: code.customerId,
      purpose: code.purpose,
      subject: code.subject,
      code_hash: code.codeHash,
      sent_at: code.sentAt,
      expires_at: code.expiresAt,
    })
    .execute();
}

export async function latestSentAt(tx: Tx, { holder, purpose, subject }: Held): Promise<Instant | undefined> {
  const row = await tx
    .selectFrom('credentials.sms_codes')
    .select('sent_at')
    .where('holder', '=', holder)
    .where('purpose', '=', purpose)
    .where('subject', '=', subject)
    .orderBy('sent_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.sent_at;
}

export async function countSentSince(tx: Tx, holder: string, since: Instant): Promise<number> {
  const row = await tx
    .selectFrom('credentials.sms_codes')
    .select(({ fn }) => fn.countAll<number>().as('sent'))
    .where('holder', '=', holder)
    .where('sent_at', '>', since)
    .executeTakeFirstOrThrow();
  return row.sent;
}

/** Two requests for a code at once take their turns. */
export async function lockCodesOf(tx: Tx, holder: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('sms-codes:' || ${holder}, 0))`.execute(tx);
}

/**
 * Takes a try at the latest code before it is compared: tries at once are so many tries. Undefined where it is used, expired or
 * tried too often; an older code is worth nothing once a newer one was sent.
 */
export async function takeTry(
  db: Db,
  { holder, purpose, subject }: Held,
  tries: number,
  now: Instant,
): Promise<{ codeId: string; codeHash: Uint8Array; wrongTries: number } | undefined> {
  const { rows } = await sql<{ code_id: string; code_hash: Uint8Array; wrong_tries: number }>`
    update credentials.sms_codes
    set wrong_tries = wrong_tries + 1
    where code_id = (select code_id
                     from credentials.sms_codes
                     where holder = ${holder} and purpose = ${purpose} and subject = ${subject}
                     order by sent_at desc
                     limit 1)
      and used_at is null
      and expires_at > ${now}
      and wrong_tries < ${tries}
    returning code_id, code_hash, wrong_tries`.execute(db);
  const row = rows[0];
  return row && { codeId: row.code_id, codeHash: row.code_hash, wrongTries: row.wrong_tries };
}

/** False where another request has used it in the meantime. */
export async function markUsed(tx: Tx | Db, codeId: string, now: Instant): Promise<boolean> {
  const row = await tx
    .updateTable('credentials.sms_codes')
    .set({ used_at: now })
    .where('code_id', '=', codeId)
    .where('used_at', 'is', null)
    .returning('code_id')
    .executeTakeFirst();
  return row !== undefined;
}

/** Codes that were sent so long ago are good for nothing, and are not counted any more. */
export const forgetOldCodes = (db: Db, before: Instant): Promise<number> =>
  someAtATime(async (limit) => {
    const { numAffectedRows } = await sql`
      delete from credentials.sms_codes
      where code_id in (select code_id from credentials.sms_codes where sent_at < ${before} limit ${limit})`.execute(
      db,
    );
    return Number(numAffectedRows);
  });
