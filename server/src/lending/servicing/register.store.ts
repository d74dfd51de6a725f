import { sql, type SqlBool } from 'kysely';
import type { BusinessDate, ContractId, CustomerId, Fen, LoanId } from '@miaodai/values';
import type { Vault } from '../../platform/crypto/vault.ts';
import type { Db, Tx } from '../../platform/db/connect.ts';

const ACCOUNT = 'servicing.loans.account_no';
type LoanState = 'active' | 'closed' | 'written-off';
type LoanClass = 'normal' | 'special-mention' | 'substandard' | 'doubtful' | 'loss';

/** A loan as staff list it. */
export type RegisteredLoan = {
  loanId: LoanId;
  loanNo: string;
  customerId: CustomerId;
  contractId: ContractId;
  productCode: string;
  branchCode: string;
  state: LoanState;
  principalFen: Fen;
  outstandingFen: Fen;
  surplusFen: Fen;
  disbursedOn: BusinessDate;
  closedOn: BusinessDate | null;
  nextDueOn: BusinessDate | null;
  daysPastDue: number;
  class: LoanClass;
  version: number;
};

const columns = (today: BusinessDate) => sql`
  loan.loan_id as "loanId", loan.loan_no as "loanNo", loan.customer_id as "customerId", loan.contract_id as "contractId",
  loan.product_code as "productCode", coalesce(loan.branch_code, '*') as "branchCode", loan.state,
  loan.principal_fen as "principalFen", loan.outstanding_fen as "outstandingFen", loan.surplus_fen as "surplusFen",
  loan.disbursed_on as "disbursedOn", loan.closed_on as "closedOn", position.next_due_on as "nextDueOn",
  case when loan.state = 'active' then greatest(0, ${today}::date - position.next_due_on) else 0 end as "daysPastDue",
  position.class, loan.version`;

type RegisterFilter = {
  /** Null: of every branch. */
  branchCode: string | null;
  loanNo: string | undefined;
  state: LoanState | undefined;
  class: LoanClass | undefined;
  overdue: boolean | undefined;
  productCode: string | undefined;
};
type RegisterPage = { after?: string | undefined; before?: string | undefined; limit: number };

/** The newest first; a page begins behind the last number of the one before it, so that the thousandth costs what the first does. */
export async function listRegister(
  db: Db,
  filter: RegisterFilter,
  { after, before, limit }: RegisterPage,
  today: BusinessDate,
): Promise<{ loans: RegisteredLoan[]; after: string | null; before: string | null }> {
  const back = before !== undefined;
  const where = [...conditions(filter, today)];
  if (back) where.push(sql<SqlBool>`loan.loan_no > ${before}`);
  else if (after !== undefined) where.push(sql<SqlBool>`loan.loan_no < ${after}`);
  const { rows } = await sql<RegisteredLoan>`
    select ${columns(today)}
    from servicing.loans loan
    join servicing.positions position using (loan_id)
    where ${where.length > 0 ? sql.join(where, sql` and `) : sql`true`}
    order by loan.loan_no ${back ? sql`asc` : sql`desc`}
    limit ${limit + 1}`.execute(db);
  const more = rows.length > limit;
  const loans = back ? rows.slice(0, limit).toReversed() : rows.slice(0, limit);
  const first = loans[0]?.loanNo ?? null;
  const last = loans.at(-1)?.loanNo ?? null;
  return {
    loans,
    after: back || more ? last : null,
    before: (back ? more : after !== undefined) ? first : null,
  };
}

function conditions(filter: RegisterFilter, today: BusinessDate) {
  const { branchCode, loanNo, state, productCode, overdue } = filter;
  return [
    branchCode === null ? undefined : sql<SqlBool>`loan.branch_code = ${branchCode}`,
    loanNo === undefined ? undefined : sql<SqlBool>`starts_with(loan.loan_no, ${loanNo})`,
    state === undefined ? undefined : sql<SqlBool>`loan.state = ${state}`,
    productCode === undefined ? undefined : sql<SqlBool>`loan.product_code = ${productCode}`,
    filter.class === undefined ? undefined : sql<SqlBool>`position.class = ${filter.class}`,
    overdue === undefined
      ? undefined
      : sql<SqlBool>`(loan.state = 'active' and position.next_due_on < ${today}) is ${overdue ? sql`true` : sql`not true`}`,
  ].filter((condition) => condition !== undefined);
}

type RegisteredDetail = RegisteredLoan & { accountNo: string };

export async function registeredLoan(
  db: Db | Tx,
  vault: Vault,
  id: LoanId,
  today: BusinessDate,
): Promise<RegisteredDetail | undefined> {
  const { rows } = await sql<RegisteredLoan & { account: Uint8Array }>`
    select ${columns(today)}, loan.account_no_cipher as account
    from servicing.loans loan
    join servicing.positions position using (loan_id)
    where loan.loan_id = ${id}`.execute(db);
  const [row] = rows;
  if (!row) return undefined;
  const { account, ...loan } = row;
  return { ...loan, accountNo: vault.open(ACCOUNT, id, account) };
}

type PastPlan = { planNo: number; endedOn: BusinessDate; rows: PastRow[] };
type PastRow = { no: number; dueOn: BusinessDate; principalFen: Fen; interestFen: Fen; balanceFen: Fen };

/** The plans as they were before they were made anew, the latest first. */
export async function pastPlansOf(db: Db | Tx, loanId: LoanId): Promise<PastPlan[]> {
  const rows = await db
    .selectFrom('servicing.past_plans')
    .select(['plan_no as planNo', 'ended_on as endedOn', 'rows'])
    .where('loan_id', '=', loanId)
    .orderBy('plan_no', 'desc')
    .limit(60)
    .execute();
  return rows.map(({ planNo, endedOn, rows: kept }) => ({
    ...{ planNo, endedOn },
    rows: (kept as PastRow[]).map(({ no, dueOn, principalFen, interestFen, balanceFen }) => ({
      ...{ no, dueOn, principalFen, interestFen, balanceFen },
    })),
  }));
}
