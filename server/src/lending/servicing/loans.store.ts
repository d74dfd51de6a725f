import { sql } from 'kysely';
import type { Convention, Method, ScheduleRow } from '@miaodai/loan-math';
import {
  fen,
  type BusinessDate,
  type ContractId,
  type CustomerId,
  type DisbursementId,
  type Fen,
  type Instant,
  type LoanId,
} from '@miaodai/values';
import type { Vault } from '../../platform/crypto/vault.ts';
import type { Db, Tx } from '../../platform/db/connect.ts';
import { together } from '../../platform/db/together.ts';
import type { LoanTerms } from './book.rules.ts';
import type { Position } from './loan.rules.ts';

const LOANS = 'servicing.loans';

export type Loan = {
  id: LoanId;
  no: string;
  contractId: ContractId;
  disbursementId: DisbursementId;
  customerId: CustomerId;
  productCode: string;
  state: 'active' | 'closed' | 'written-off';
  principalFen: Fen;
  outstandingFen: Fen;
  annualRatePpm: number;
  termMonths: number;
  repaymentMethod: Method;
  accountNo: string;
  disbursedOn: BusinessDate;
  maturesOn: BusinessDate;
};
export type LoanDetail = Loan & { rows: readonly ScheduleRow[] };

/** JJ20261123-000017: the loan note's number (借据号). */
export async function nextLoanNo(tx: Tx, on: BusinessDate): Promise<string> {
  const { rows } = await sql<{ n: number }>`select nextval('servicing.loan_numbers')::int as n`.execute(tx);
  return `JJ${on.replaceAll('-', '')}-${String(rows[0]?.n).padStart(6, '0')}`;
}

/** What the contract and the product in force said when the loan was opened; it holds for its life. */
type NewLoan = Loan & {
  convention: Convention;
  branchCode: string;
  employerCode: string | null;
} & Pick<LoanTerms, 'penaltyRatePpm' | 'graceDays' | 'earlyFeePpm' | 'allocation'>;

/** With its position, and the payout as its first transaction. @throws where the loan is there already: a disbursement makes one. */
export async function insertLoan(
  tx: Tx,
  vault: Vault,
  { loan, position }: { loan: NewLoan; position: Position },
  openedAt: Instant,
): Promise<void> {
  const inserted = tx
    .insertInto(LOANS)
    .values({
      loan_id: loan.id,
      loan_no: loan.no,
      contract_id: loan.contractId,
      disbursement_id: loan.disbursementId,
      customer_id: loan.customerId,
      product_code: loan.productCode,
      branch_code: loan.branchCode,
      employer_code: loan.employerCode,
      state: loan.state,
      principal_fen: loan.principalFen,
      outstanding_fen: loan.outstandingFen,
      annual_rate_ppm: loan.annualRatePpm,
      term_months: loan.termMonths,
      repayment_method: loan.repaymentMethod,
      convention: JSON.stringify(loan.convention),
      account_no_cipher: vault.seal(`${LOANS}.account_no`, loan.id, loan.accountNo),
      penalty_rate_ppm: loan.penaltyRatePpm,
      grace_days: loan.graceDays,
      early_fee_ppm: loan.earlyFeePpm,
      allocation: [...loan.allocation],
      disbursed_on: loan.disbursedOn,
      matures_on: loan.maturesOn,
      opened_at: openedAt,
    })
    .execute();
  await together([inserted, insertPosition(tx, loan, position)]);
}

async function insertPosition(tx: Tx, loan: NewLoan, { running, next, accruedOn }: Position): Promise<void> {
  await tx
    .insertInto('servicing.positions')
    .values({
      loan_id: loan.id,
      product_code: loan.productCode,
      annual_rate_ppm: loan.annualRatePpm,
      day_count: loan.convention.dayCount,
      running_no: running?.no ?? null,
      running_from: running?.fromOn ?? null,
      running_due_on: running?.dueOn ?? null,
      running_opening_fen: running?.openingFen ?? null,
      running_interest_fen: running?.interestFen ?? null,
      accrued_on: accruedOn,
      next_no: next?.no ?? null,
      next_due_on: next?.dueOn ?? null,
    })
    .execute();
}

const selectLoans = (db: Db | Tx) =>
  db
    .selectFrom(LOANS)
    .select([
      'loan_id',
      'loan_no',
      'contract_id',
      'disbursement_id',
      'customer_id',
      'product_code',
      'state',
      'principal_fen',
    ])
    .select(['outstanding_fen', 'annual_rate_ppm', 'term_months', 'repayment_method', 'account_no_cipher'])
    .select(['disbursed_on', 'matures_on']);
type Row = Awaited<ReturnType<ReturnType<typeof selectLoans>['executeTakeFirstOrThrow']>>;

/** With their schedules, newest first; a customer with more than 100 loans sees the latest. */
export async function listLoans(db: Db | Tx, vault: Vault, customerId: CustomerId): Promise<LoanDetail[]> {
  const rows = await selectLoans(db)
    .where('customer_id', '=', customerId)
    .orderBy('opened_at', 'desc')
    .limit(100)
    .execute();
  return withSchedules(db, vault, rows);
}

export async function isOpened(db: Db | Tx, id: LoanId): Promise<boolean> {
  const row = await db.selectFrom(LOANS).select('loan_id').where('loan_id', '=', id).executeTakeFirst();
  return row !== undefined;
}

/** Somebody else's loan is as if it did not exist. */
export async function ownLoan(
  db: Db | Tx,
  vault: Vault,
  id: LoanId,
  customerId: CustomerId,
): Promise<LoanDetail | undefined> {
  const rows = await selectLoans(db).where('loan_id', '=', id).where('customer_id', '=', customerId).execute();
  const [loan] = await withSchedules(db, vault, rows);
  return loan;
}

async function withSchedules(db: Db | Tx, vault: Vault, loans: Row[]): Promise<LoanDetail[]> {
  if (loans.length === 0) return [];
  const instalments = await db
    .selectFrom('servicing.instalments')
    .select(['loan_id', 'no', 'due_on', 'days', 'principal_fen', 'interest_fen', 'balance_fen'])
    .where(
      'loan_id',
      'in',
      loans.map((loan) => loan.loan_id),
    )
    .orderBy('no')
    .execute();
  const byLoan = Map.groupBy(instalments, (instalment) => instalment.loan_id);
  return loans.map((row) => ({
    ...read(row, vault),
    rows: (byLoan.get(row.loan_id) ?? []).map((instalment) => ({
      no: instalment.no,
      dueOn: instalment.due_on,
      days: instalment.days,
      principalFen: fen(instalment.principal_fen),
      interestFen: fen(instalment.interest_fen),
      totalFen: fen(instalment.principal_fen + instalment.interest_fen),
      balanceFen: fen(instalment.balance_fen),
    })),
  }));
}

function read(row: Row, vault: Vault): Loan {
  return {
    id: row.loan_id as LoanId,
    no: row.loan_no,
    contractId: row.contract_id as ContractId,
    disbursementId: row.disbursement_id as DisbursementId,
    customerId: row.customer_id as CustomerId,
    productCode: row.product_code,
    state: row.state as Loan['state'],
    principalFen: fen(row.principal_fen),
    outstandingFen: fen(row.outstanding_fen),
    annualRatePpm: row.annual_rate_ppm,
    termMonths: row.term_months,
    repaymentMethod: row.repayment_method as Method,
    accountNo: vault.open(`${LOANS}.account_no`, row.loan_id, row.account_no_cipher),
    disbursedOn: row.disbursed_on,
    maturesOn: row.matures_on,
  };
}
