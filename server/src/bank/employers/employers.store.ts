import { sql } from 'kysely';
import type { BusinessDate } from '@miaodai/values';
import type { Db, Tx } from '../../platform/db/connect.ts';
import { isWhitelisted, type Employer } from './employer.rules.ts';

const TABLE = 'employers.employers';
const HEAD_OFFICE = '*';

const select = (tx: Tx | Db) =>
  tx.selectFrom(TABLE).select(['employer_code', 'name', 'grade', 'branch_code', 'whitelisted_from', 'whitelisted_to']);
type Row = Awaited<ReturnType<ReturnType<typeof select>['executeTakeFirstOrThrow']>>;

const read = (row: Row): Employer => ({
  code: row.employer_code,
  name: row.name,
  grade: row.grade as Employer['grade'],
  branchCode: row.branch_code ?? HEAD_OFFICE,
  whitelistedFrom: row.whitelisted_from,
  whitelistedTo: row.whitelisted_to,
});

/** The version that holds on a day: of those published the latest. */
export async function rosterInForce(
  tx: Tx | Db,
  on: BusinessDate,
): Promise<{ rosterId: string; versionNo: number } | undefined> {
  const row = await tx
    .selectFrom('employers.rosters')
    .select(['roster_id', 'version_no'])
    .where('state', '=', 'published')
    .where('effective_from', '<=', on)
    .orderBy('effective_from', 'desc')
    .orderBy('version_no', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row && { rosterId: row.roster_id, versionNo: row.version_no };
}

/** What the roster of a day says of an employer; undefined where the bank does not know it. */
export async function employerOn(
  tx: Tx | Db,
  code: string,
  on: BusinessDate,
): Promise<(Employer & { whitelisted: boolean }) | undefined> {
  const row = await select(tx)
    .where('employer_code', '=', code)
    .where('roster_id', '=', ({ selectFrom }) =>
      selectFrom('employers.rosters as r')
        .select('r.roster_id')
        .where('r.state', '=', 'published')
        .where('r.effective_from', '<=', on)
        .orderBy('r.effective_from', 'desc')
        .orderBy('r.version_no', 'desc')
        .limit(1),
    )
    .executeTakeFirst();
  if (!row) return undefined;
  const employer = read(row);
  return { ...employer, whitelisted: isWhitelisted(employer, on) };
}

/** How well the bank knows an employer; one that it does not know is not among the good ones. */
export const gradeOn = async (tx: Tx | Db, code: string, on: BusinessDate): Promise<Employer['grade']> =>
  (await employerOn(tx, code, on))?.grade ?? 'C';

/** All of a version, by code. */
export async function employersOf(tx: Tx | Db, rosterId: string): Promise<Employer[]> {
  return (await select(tx).where('roster_id', '=', rosterId).orderBy('employer_code').execute()).map(read);
}

export type EmployerFilter = {
  on: BusinessDate;
  text?: string | undefined;
  branchCode?: string | undefined;
  whitelisted?: boolean | undefined;
};

export async function pageOfEmployers(
  tx: Tx | Db,
  rosterId: string,
  { on, text, branchCode, whitelisted }: EmployerFilter,
  { page, pageSize }: { page: number; pageSize: number },
): Promise<{ items: (Employer & { whitelisted: boolean })[]; total: number }> {
  const listed = sql<boolean>`coalesce(whitelisted_from <= ${on} and (whitelisted_to is null or whitelisted_to >= ${on}), false)`;
  let query = tx.selectFrom(TABLE).where('roster_id', '=', rosterId);
  if (text) {
    // Whatever is typed is looked for as it is: position() knows no wildcards.
    query = query.where(sql<boolean>`position(upper(${text}) in upper(employer_code || ' ' || name)) > 0`);
  }
  if (branchCode !== undefined) query = query.where(sql<boolean>`coalesce(branch_code, '*') = ${branchCode}`);
  if (whitelisted !== undefined) query = query.where(listed, '=', whitelisted);
  const { total } = await query.select(({ fn }) => fn.countAll<number>().as('total')).executeTakeFirstOrThrow();
  const rows = await query
    .select(['employer_code', 'name', 'grade', 'branch_code', 'whitelisted_from', 'whitelisted_to'])
    .orderBy('employer_code')
    .limit(pageSize)
    .offset((page - 1) * pageSize)
    .execute();
  return { items: rows.map(read).map((one) => ({ ...one, whitelisted: isWhitelisted(one, on) })), total };
}

export async function insertEmployers(tx: Tx, rosterId: string, employers: readonly Employer[]): Promise<void> {
  const rows = employers.map(({ branchCode, ...rest }) => ({
    ...rest,
    branchCode: branchCode === HEAD_OFFICE ? null : branchCode,
  }));
  await sql`
    insert into employers.employers
      (roster_id, employer_code, name, grade, branch_code, whitelisted_from, whitelisted_to)
    select ${rosterId}, code, name, grade, "branchCode", "whitelistedFrom", "whitelistedTo"
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as t(
      code text, name text, grade text, "branchCode" text, "whitelistedFrom" date, "whitelistedTo" date)`.execute(tx);
}
