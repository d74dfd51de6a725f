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
