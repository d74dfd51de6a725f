import type { Db, Tx } from '../../platform/db/connect.ts';

export const HEAD_OFFICE = '*';

/** The branch that serves an employer's people; the head office where none does. */
export async function branchOfEmployer(tx: Tx | Db, employerCode: string): Promise<string> {
  const row = await tx
    .selectFrom('branches.employers')
    .select('branch_code')
    .where('employer_code', '=', employerCode)
    .executeTakeFirst();
  return row?.branch_code ?? HEAD_OFFICE;
}
