import { sql } from 'kysely';
import type { Instant, StaffId } from '@miaodai/values';
import type { Db, Tx } from '../../platform/db/connect.ts';

export type StaffMember = {
  staffId: StaffId;
  loginName: string;
  name: string;
  branchCode: string;
  roles: string[];
  level: number;
};

/** False where the login name is taken: whoever has it stays as they are. */
export async function insertMember(
  tx: Tx | Db,
  member: StaffMember & { passwordHash: string },
  joinedAt: Instant,
): Promise<boolean> {
  const row = await tx
    .insertInto('staff.members')
    .values({
      staff_id: member.staffId,
      login_name: member.loginName,
      name: member.name,
      branch_code: member.branchCode,
      roles: member.roles,
      level: member.level,
      password_hash: member.passwordHash,
      joined_at: joinedAt,
    })
    .onConflict((conflict) => conflict.column('login_name').doNothing())
    .returning('staff_id')
    .executeTakeFirst();
  return row !== undefined;
}

/**
 * Takes a try before the password is compared, so that a hundred at once are a hundred tries; a lock that has run out starts anew.
 * @returns undefined where nobody of that name works here; no hash where they are locked.
 */
export async function takeStaffTry(
  db: Db,
  loginName: string,
  { tries, lockedUntil, now }: { tries: number; lockedUntil: Instant; now: Instant },
): Promise<{ staffId: StaffId; hash: string | null; lockedUntil: Instant | null } | undefined> {
  const { rows } = await sql<{ staffId: StaffId; hash: string | null; lockedUntil: Instant | null }>`
    with found as (
      select staff_id, password_hash, locked_until > ${now}::timestamptz as locked, locked_until,
             1 + case when locked_until is null then wrong_tries else 0 end as tries
      from staff.members
      where login_name = ${loginName} and left_at is null
      for update
    ), taken as (
      update staff.members m
      set wrong_tries = found.tries,
          locked_until = case when found.tries >= ${tries} then ${lockedUntil}::timestamptz end
      from found
      where m.staff_id = found.staff_id and found.locked is not true
      returning m.staff_id
    )
    select found.staff_id as "staffId", found.locked_until as "lockedUntil",
           case when found.locked is not true then found.password_hash end as hash
    from found`.execute(db);
  return rows[0];
}

export async function forgiveStaffTries(tx: Tx, staffId: StaffId): Promise<void> {
  await tx
    .updateTable('staff.members')
    .set({ wrong_tries: 0, locked_until: null })
    .where('staff_id', '=', staffId)
    .execute();
}

/** Names to show beside what they did. */
export async function memberNames(tx: Tx | Db, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await tx
    .selectFrom('staff.members')
    .select(['staff_id', 'name', 'login_name'])
    .where('staff_id', 'in', [...new Set(ids)])
    .execute();
  return new Map(rows.map((row) => [row.staff_id, `${row.name}（${row.login_name}）`]));
}
