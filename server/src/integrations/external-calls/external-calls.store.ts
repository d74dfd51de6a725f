import { sql } from 'kysely';
import { assert } from '@miaodai/values';
import type { Db, Tx } from '../../platform/db/connect.ts';
import type { Outcome } from '../outcome.ts';

export type Intent = {
  requestNo: string;
  system: string;
  operation: string;
  /** Whose fact it serves: an application, a disbursement. */
  subject: string;
  requestHash: string;
};

/** Writes the intent. @throws where the number was given to another request before. */
export async function intendCall(tx: Tx | Db, intent: Intent): Promise<void> {
  const inserted = await tx
    .insertInto('integrations.external_calls')
    .values({
      request_no: intent.requestNo,
      system: intent.system,
      operation: intent.operation,
      subject: intent.subject,
      request_hash: intent.requestHash,
      state: 'intended',
    })
    .onConflict((conflict) => conflict.column('request_no').doNothing())
    .returning('request_no')
    .executeTakeFirst();
  if (inserted) return;
  const { request_hash } = await tx
    .selectFrom('integrations.external_calls')
    .select('request_hash')
    .where('request_no', '=', intent.requestNo)
    .executeTakeFirstOrThrow();
  assert(request_hash === intent.requestHash, `${intent.requestNo} asks for one thing only`);
}

/**
 * Takes the lease: from the commit on, the call counts as sent. By the database's clock, since the nodes' clocks differ.
 * @returns the number of the attempt, from 1; undefined where the call is settled or somebody else is at it.
 */
export async function claimCall(tx: Tx | Db, requestNo: string, leaseSeconds: number): Promise<number | undefined> {
  const { rows } = await sql<{ attempts: number }>`
    update integrations.external_calls
    set state = 'sent',
        attempts = attempts + 1,
        leased_until = clock_timestamp() + make_interval(secs => ${leaseSeconds}),
        updated_at = clock_timestamp()
    where request_no = ${requestNo}
      and state in ('intended', 'sent', 'unknown')
      and (leased_until is null or leased_until <= clock_timestamp())
    returning attempts`.execute(tx);
  return rows[0]?.attempts;
}

/**
 * Intends several calls and takes their leases, in one statement: for whoever asks several systems side by side.
 * @returns the attempts by their numbers; without those that are settled or that somebody else is at.
 */
export async function claimCalls(
  tx: Tx | Db,
  intents: readonly Intent[],
  leaseSeconds: number,
): Promise<Map<string, number>> {
  const wanted = intents.map(({ requestNo: request_no, requestHash: request_hash, ...intent }) => ({
    ...{ request_no, request_hash, ...intent },
  }));
  const { rows } = await sql<{ requestNo: string; attempts: number }>`
    insert into integrations.external_calls as call
      (request_no, system, operation, subject, request_hash, state, attempts, leased_until, updated_at)
    select request_no, system, operation, subject, request_hash, 'sent', 1,
           clock_timestamp() + make_interval(secs => ${leaseSeconds}), clock_timestamp()
    from jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb)
      as wanted (request_no text, system text, operation text, subject uuid, request_hash text)
    on conflict (request_no) do update
      set state = 'sent',
          attempts = call.attempts + 1,
          leased_until = excluded.leased_until,
          updated_at = excluded.updated_at
      where call.state in ('intended', 'sent', 'unknown')
        and (call.leased_until is null or call.leased_until <= clock_timestamp())
        and call.request_hash = excluded.request_hash
    returning request_no as "requestNo", attempts`.execute(tx);
  return new Map(rows.map(({ requestNo, attempts }) => [requestNo, attempts]));
}

/** A whole lease again, for an attempt that calls out once more. @returns false where another attempt has taken over. */
export async function renewCall(db: Db, requestNo: string, attempt: number, leaseSeconds: number): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update integrations.external_calls
    set leased_until = clock_timestamp() + make_interval(secs => ${leaseSeconds})
    where request_no = ${requestNo}
      and state = 'sent'
      and attempts = ${attempt}`.execute(db);
  return numAffectedRows === 1n;
}

/**
 * Records what an attempt learnt. A final answer counts whoever brings it; 'unknown' only from the attempt that holds the lease,
 * so that a node that wakes up late undoes nothing. @returns false where it did not count.
 */
export async function settleCall(
  tx: Tx | Db,
  requestNo: string,
  attempt: number,
  outcome: Outcome<unknown>,
  answer?: Buffer,
): Promise<boolean> {
  const cause = outcome.is === 'unknown' ? outcome.cause : outcome.is === 'refused' ? outcome.code : null;
  const { numAffectedRows } = await sql`
    update integrations.external_calls
    set state = ${outcome.is},
        leased_until = null,
        cause = ${cause},
        answer_cipher = coalesce(${answer ?? null}, answer_cipher),
        updated_at = clock_timestamp()
    where request_no = ${requestNo}
      and state in ('intended', 'sent', 'unknown')
      and (${outcome.is} <> 'unknown' or attempts = ${attempt})`.execute(tx);
  return numAffectedRows === 1n;
}

export type KnownCall = { state: string; cause: string | null; answer: Uint8Array | null; requestHash: string };

export async function readCall(db: Db, requestNo: string): Promise<KnownCall | undefined> {
  return db
    .selectFrom('integrations.external_calls')
    .select(['state', 'cause', 'answer_cipher as answer', 'request_hash as requestHash'])
    .where('request_no', '=', requestNo)
    .executeTakeFirst();
}

/** What others told about these goes; that they were asked, and when, stays. */
export async function forgetAnswersAbout(tx: Tx, subjects: readonly string[]): Promise<void> {
  await tx
    .updateTable('integrations.external_calls')
    .set({ answer_cipher: null })
    .where('subject', '=', sql<string>`any(${[...subjects]}::uuid[])`)
    .where('answer_cipher', 'is not', null)
    .execute();
}

/** Which of these numbers were ever meant for a system. */
export async function intendedAmong(db: Db, system: string, requestNos: readonly string[]): Promise<Set<string>> {
  const rows = await db
    .selectFrom('integrations.external_calls')
    .select('request_no')
    .where('system', '=', system)
    .where('request_no', '=', sql<string>`any(${[...requestNos]}::text[])`)
    .execute();
  return new Set(rows.map((row) => row.request_no));
}

/** Subjects of open calls that nobody has touched for so long, oldest first: whoever was to ask again is gone. */
export async function quietCalls(
  db: Db | Tx,
  { system, operation }: Pick<Intent, 'system' | 'operation'>,
  quietSeconds: number,
  limit: number,
): Promise<string[]> {
  const { rows } = await sql<{ subject: string }>`
    select subject
    from integrations.external_calls
    where state in ('intended', 'sent', 'unknown')
      and system = ${system}
      and operation = ${operation}
      and updated_at < clock_timestamp() - make_interval(secs => ${quietSeconds})
    order by created_at
    limit ${limit}`.execute(db);
  return rows.map(({ subject }) => subject);
}

/** Calls whose outcome is open, some at a time in the order of their numbers. */
export async function openCallsAfter(
  tx: Tx,
  { after, limit }: { after: string; limit: number },
): Promise<(Pick<Intent, 'requestNo' | 'system' | 'operation'> & { subject: string })[]> {
  const { rows } = await sql<{ requestNo: string; system: string; operation: string; subject: string }>`
    select request_no as "requestNo", system, operation, subject
    from integrations.external_calls
    where state in ('intended', 'sent', 'unknown')
      and request_no > ${after}
    order by request_no
    limit ${limit}`.execute(tx);
  return rows;
}
