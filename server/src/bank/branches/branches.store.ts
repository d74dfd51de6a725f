import type { Db, Tx } from '../../platform/db/connect.ts';

export const HEAD_OFFICE = '*';

/** In the customer's words. */
export async function branchName(tx: Tx | Db, branchCode: string): Promise<string> {
  return (await branchNames(tx)).get(branchCode) ?? branchCode;
}

export async function branchNames(tx: Tx | Db): Promise<Map<string, string>> {
  const rows = await tx
    .selectFrom('branches.branches')
    .select(['branch_code', 'name'])
    .orderBy('branch_code')
    .execute();
  return new Map([[HEAD_OFFICE, '总行'], ...rows.map((row): [string, string] => [row.branch_code, row.name])]);
}

/** The branch that serves an employer's people; the head office where none does. */
export async function branchOfEmployer(tx: Tx | Db, employerCode: string): Promise<string> {
  const row = await tx
    .selectFrom('branches.employers')
    .select('branch_code')
    .where('employer_code', '=', employerCode)
    .executeTakeFirst();
  return row?.branch_code ?? HEAD_OFFICE;
}

/** How well the bank knows an employer; one that it does not know is not among the good ones. */
export async function gradeOfEmployer(tx: Tx | Db, employerCode: string): Promise<string> {
  const row = await tx
    .selectFrom('branches.employers')
    .select('grade')
    .where('employer_code', '=', employerCode)
    .executeTakeFirst();
  return row?.grade ?? 'C';
}
