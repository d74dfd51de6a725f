import type { Instant, StaffId } from '@miaodai/values';
import { v7 as uuid } from 'uuid';
import { insertMember } from '../bank/staff/index.ts';
import type { PasswordHasher } from '../platform/crypto/passwords.ts';
import type { Db } from '../platform/db/connect.ts';

/** A made-up member of staff, for sandboxes and tests. */
export type SeedMember = {
  loginName: string;
  name: string;
  branchCode: string;
  roles: readonly string[];
  level: number;
  password: string;
};

/** Who is there already stays as they are. */
export async function seedStaff(
  { db, hasher }: { db: Db; hasher: PasswordHasher },
  members: readonly SeedMember[],
  now: Instant,
): Promise<void> {
  for (const { password, roles, ...member } of members) {
    const passwordHash = await hasher.hash(password);
    await insertMember(db, { ...member, roles: [...roles], staffId: uuid() as StaffId, passwordHash }, now);
  }
}
