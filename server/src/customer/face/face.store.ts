import { sql } from 'kysely';
import { addSeconds, type CustomerId, type Instant } from '@miaodai/values';
import type { Vault } from '../../platform/crypto/vault.ts';
import type { Db, Tx } from '../../platform/db/connect.ts';
import type { FaceAttempt, FacePurpose, Reason } from './face.rules.ts';

const EVIDENCE = 'face.evidence.image';
const ENROLMENT = 'face.enrolments.image';

export async function insertAttempt(tx: Tx, attempt: Omit<FaceAttempt, 'submittedAt'>, now: Instant): Promise<void> {
  await tx
    .insertInto('face.attempts')
    .values({
      attempt_id: attempt.attemptId,
      customer_id: attempt.customerId,
      purpose: attempt.purpose,
      channel: attempt.channel,
      required: attempt.required,
      stand_in: attempt.standIn,
      actions: attempt.actions,
      frames_per_action: attempt.framesPerAction,
      started_at: now,
      expires_at: attempt.expiresAt,
      decided_at: attempt.reason && now,
      reason: attempt.reason,
    })
    .execute();
}

/** Locked, so that the same frames sent twice at once are one try. Somebody else's attempt is as if it did not exist. */
export async function lockAttempt(tx: Tx, attemptId: string, customerId: CustomerId): Promise<FaceAttempt | undefined> {
  const row = await tx
    .selectFrom('face.attempts')
    .select(['attempt_id', 'customer_id', 'purpose', 'channel', 'required', 'stand_in', 'actions'])
    .select(['frames_per_action', 'expires_at', 'submitted_at', 'reason'])
    .where('attempt_id', '=', attemptId)
    .where('customer_id', '=', customerId)
    .forUpdate()
    .executeTakeFirst();
  return (
    row && {
      attemptId: row.attempt_id,
      customerId: row.customer_id as CustomerId,
      purpose: row.purpose as FacePurpose,
      channel: row.channel,
      required: row.required,
      standIn: row.stand_in,
      actions: row.actions as FaceAttempt['actions'],
      framesPerAction: row.frames_per_action,
      expiresAt: row.expires_at,
      submittedAt: row.submitted_at,
      reason: row.reason as Reason | null,
    }
  );
}

/** Attempts of one customer take their turns: frames submitted at once are as many tries. */
export async function lockTriesOf(tx: Tx, customerId: CustomerId): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('face:' || ${customerId}, 0))`.execute(tx);
}

/** @param since the midnight with which the day began. */
export async function countSubmitted(
  tx: Tx | Db,
  customerId: CustomerId,
  purpose: FacePurpose,
  since: Instant,
): Promise<number> {
  const row = await tx
    .selectFrom('face.attempts')
    .select(({ fn }) => fn.countAll<number>().as('tries'))
    .where('customer_id', '=', customerId)
    .where('purpose', '=', purpose)
    .where('submitted_at', '>=', since)
    .executeTakeFirstOrThrow();
  return row.tries;
}

export async function markSubmitted(tx: Tx, attemptId: string, now: Instant): Promise<void> {
  await tx.updateTable('face.attempts').set({ submitted_at: now }).where('attempt_id', '=', attemptId).execute();
}

/** Nobody has looked at the frames: the attempt is as before. */
export async function unmarkSubmitted(db: Db, attemptId: string): Promise<void> {
  await db
    .updateTable('face.attempts')
    .set({ submitted_at: null })
    .where('attempt_id', '=', attemptId)
    .where('decided_at', 'is', null)
    .execute();
}

export async function markDecided(
  tx: Tx,
  attemptId: string,
  { reason, scores }: { reason: Reason; scores: Readonly<Record<string, number>> },
  now: Instant,
): Promise<void> {
  await tx
    .updateTable('face.attempts')
    .set({ decided_at: now, reason, scores: JSON.stringify(scores) })
    .where('attempt_id', '=', attemptId)
    .execute();
}

/** True for whoever comes first: in one statement, so that two who use it at once are one and none. */
export async function markUsed(
  tx: Tx,
  who: { attemptId: string; customerId: CustomerId; purpose: FacePurpose },
  { now, decidedSince }: { now: Instant; decidedSince: Instant },
): Promise<{ standIn: boolean } | undefined> {
  const row = await tx
    .updateTable('face.attempts')
    .set({ used_at: now })
    .where('attempt_id', '=', who.attemptId)
    .where('customer_id', '=', who.customerId)
    .where('purpose', '=', who.purpose)
    .where('reason', '=', 'passed')
    .where('used_at', 'is', null)
    .where('decided_at', '>', decidedSince)
    .returning('stand_in')
    .executeTakeFirst();
  return row && { standIn: row.stand_in };
}

export async function insertEvidence(
  tx: Tx,
  vault: Vault,
  attemptId: string,
  pictures: readonly { shows: string; image: Uint8Array }[],
  { keepDays, now }: { keepDays: number; now: Instant },
): Promise<void> {
  const rows = pictures.map(({ shows, image }, no) => ({
    attempt_id: attemptId,
    no,
    shows,
    image_cipher: vault.seal(EVIDENCE, `${attemptId}/${no}`, Buffer.from(image).toString('base64')),
    keep_until: addSeconds(now, keepDays * 86_400),
  }));
  await tx.insertInto('face.evidence').values(rows).execute();
}

/** @returns how many pictures are gone. */
export async function deleteEvidenceUntil(db: Db, now: Instant): Promise<number> {
  const result = await db.deleteFrom('face.evidence').where('keep_until', '<=', now).executeTakeFirst();
  return Number(result.numDeletedRows);
}

/** The first picture taken of somebody of whom there was none; a later one does not take its place. */
export async function insertEnrolment(
  tx: Tx,
  vault: Vault,
  { customerId, attemptId, image }: { customerId: CustomerId; attemptId: string; image: Uint8Array },
  now: Instant,
): Promise<boolean> {
  const row = await tx
    .insertInto('face.enrolments')
    .values({
      customer_id: customerId,
      attempt_id: attemptId,
      image_cipher: vault.seal(ENROLMENT, customerId, Buffer.from(image).toString('base64')),
      enrolled_at: now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('customer_id')
    .executeTakeFirst();
  return row !== undefined;
}

export async function enrolledPicture(db: Db, vault: Vault, customerId: CustomerId): Promise<Buffer | undefined> {
  const row = await db
    .selectFrom('face.enrolments')
    .select('image_cipher')
    .where('customer_id', '=', customerId)
    .executeTakeFirst();
  return row && Buffer.from(vault.open(ENROLMENT, customerId, row.image_cipher), 'base64');
}
