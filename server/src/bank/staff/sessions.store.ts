import { sql } from 'kysely';
import type { Instant, StaffId } from '@miaodai/values';
import type { Db, Tx } from '../../platform/db/connect.ts';
import { someAtATime } from '../../platform/db/some-at-a-time.ts';
import type { StaffMember } from './members.store.ts';

export type StaffSession = StaffMember & {
  sessionId: string;
  roleNames: string[];
  rights: string[];
  idleUntil: Instant;
  endsAt: Instant;
};

export async function insertStaffSession(
  tx: Tx,
  session: {
    tokenHash: Buffer;
    sessionId: string;
    staffId: StaffId;
    device: string;
    ip: string;
    startedAt: Instant;
    idleSeconds: number;
    idleUntil: Instant;
    endsAt: Instant;
  },
): Promise<void> {
  await tx
    .insertInto('staff.sessions')
    .values({
      token_hash: session.tokenHash,
      session_id: session.sessionId,
      staff_id: session.staffId,
      device: session.device,
      ip: session.ip,
      started_at: session.startedAt,
      idle_seconds: session.idleSeconds,
      idle_until: session.idleUntil,
      ends_at: session.endsAt,
    })
    .execute();
}

/** Finds a session and lets it live on from now, in one statement; what may be done is what the roles allow at this very moment. */
export async function touchStaffSession(
  db: Db,
  tokenHash: Buffer,
  now: Instant,
): Promise<(StaffSession & { live: boolean }) | undefined> {
  const { rows } = await sql<StaffSession & { live: boolean }>`
    with found as (
      select token_hash, session_id, staff_id, idle_until, ends_at,
             ended_at is null and idle_until > ${now}::timestamptz and ends_at > ${now}::timestamptz as live
      from staff.sessions where token_hash = ${tokenHash}
    ), touched as (
      update staff.sessions s
      set idle_until = least(s.ends_at, ${now}::timestamptz + make_interval(secs => s.idle_seconds))
      from found where s.token_hash = found.token_hash and found.live
      returning s.idle_until
    )
    select found.session_id as "sessionId", m.staff_id as "staffId", m.login_name as "loginName", m.name,
           m.branch_code as "branchCode", m.roles, m.level,
           coalesce((select idle_until from touched), found.idle_until) as "idleUntil", found.ends_at as "endsAt",
           found.live and m.left_at is null as live,
           coalesce((select array_agg(r.name order by r.role) from staff.roles r where r.role = any(m.roles)), '{}') as "roleNames",
           coalesce((select array_agg(distinct right_) from staff.roles r, unnest(r.rights) right_ where r.role = any(m.roles)), '{}') as rights
    from found
    join staff.members m using (staff_id)`.execute(db);
  return rows[0];
}

/** Sessions that ended long ago; what was done in them stays in the audit trail. @returns how many. */
export const forgetOldStaffSessions = (db: Db, before: Instant): Promise<number> =>
  someAtATime(async (limit) => {
    const { numAffectedRows } = await sql`
      delete from staff.sessions
      where token_hash in (select token_hash from staff.sessions where ends_at < ${before} limit ${limit})`.execute(db);
    return Number(numAffectedRows);
  });

export async function markStaffSessionEnded(tx: Tx | Db, tokenHash: Buffer, endedAt: Instant): Promise<void> {
  await tx
    .updateTable('staff.sessions')
    .set({ ended_at: endedAt })
    .where('token_hash', '=', tokenHash)
    .where('ended_at', 'is', null)
    .execute();
}
