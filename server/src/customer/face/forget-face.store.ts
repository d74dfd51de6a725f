import { sql } from 'kysely';
import type { CustomerId, Instant } from '@miaodai/values';
import type { Db, Tx } from '../../platform/db/connect.ts';
import { someAtATime } from '../../platform/db/some-at-a-time.ts';

/** Consent is taken back, or the customer leaves: every picture of the face goes; that there were attempts stays. */
export async function forgetFace(tx: Tx, customerId: CustomerId): Promise<void> {
  await tx
    .deleteFrom('face.evidence')
    .where('attempt_id', 'in', (of) =>
      of.selectFrom('face.attempts').select('attempt_id').where('customer_id', '=', customerId),
    )
    .execute();
  await tx.deleteFrom('face.enrolments').where('customer_id', '=', customerId).execute();
}

/** Challenges of so long ago that nobody has met, and of which no picture is left; those that were passed stay. @returns how many. */
export const forgetChallenges = (db: Db, before: Instant): Promise<number> =>
  someAtATime(async (limit) => {
    const { numAffectedRows } = await sql`
      delete from face.attempts
      where attempt_id in (
        select attempt_id
        from face.attempts a
        where reason is distinct from 'passed'
          and started_at < ${before}
          and not exists (select from face.evidence e where e.attempt_id = a.attempt_id)
          and not exists (select from face.enrolments n where n.attempt_id = a.attempt_id)
        limit ${limit})`.execute(db);
    return Number(numAffectedRows);
  });
