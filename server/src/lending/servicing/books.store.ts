import { sql } from 'kysely';
import type { Convention, DayCount, Method } from '@miaodai/loan-math';
import {
  addDays,
  ratePpm,
  type BusinessDate,
  type ContractId,
  type CustomerId,
  type Fen,
  type LoanId,
  type RatePpm,
} from '@miaodai/values';
import type { Vault } from '../../platform/crypto/vault.ts';
import type { Db, Tx } from '../../platform/db/connect.ts';
import { together } from '../../platform/db/together.ts';
import {
  discountOf,
  payable,
  type Discount,
  type Instalment,
  type LoanBook,
  type LoanTerms,
  type Part,
} from './book.rules.ts';
import { discountsOf } from './discount-rules.store.ts';
import type { BookOfLoan, LockedLoan } from './loan.rules.ts';

const ACCOUNT = 'servicing.loans.account_no';
/** No two due dates of a plan lie further apart: so far ahead the running instalment is found. */
const LONGEST_PERIOD_DAYS = 62;

type Options = {
  /** Of the plan only what is due up to that day, and the instalments of the two months after it. */
  dueBy?: BusinessDate;
  /** With settled instalments. */
  all?: true;
};

/** Positions and loans, locked in the order of ids, with what is not settled of their plans. */
export async function lockBooks(
  tx: Tx,
  vault: Vault,
  ids: readonly LoanId[],
  options: { dueBy?: BusinessDate } = {},
): Promise<Map<LoanId, LockedLoan>> {
  const found = await select(tx, ids, options, true);
  return new Map(
    found.map(([{ loanId, account }, book]) => [loanId, { ...book, accountNo: vault.open(ACCOUNT, loanId, account) }]),
  );
}

/** The same without the account, for those who do not move money. */
export const lockPlans = async (
  tx: Tx,
  ids: readonly LoanId[],
  options: Options = {},
): Promise<Map<LoanId, BookOfLoan>> => byId(await select(tx, ids, options, true));

/** Without a lock; `all`: with settled instalments. */
export const readBook = async (
  db: Db | Tx,
  id: LoanId,
  options: { all?: true } = {},
): Promise<BookOfLoan | undefined> => (await select(db, [id], options, false))[0]?.[1];

/** Of many, without a lock. */
export const readBooks = async (
  tx: Tx,
  ids: readonly LoanId[],
  options: { dueBy?: BusinessDate } = {},
): Promise<Map<LoanId, BookOfLoan>> => byId(await select(tx, ids, options, false));

const byId = (found: readonly [Head, BookOfLoan][]) => new Map(found.map(([{ loanId }, book]) => [loanId, book]));

async function select(
  db: Db | Tx,
  ids: readonly LoanId[],
  options: Options,
  lock: boolean,
): Promise<[Head, BookOfLoan][]> {
  const [heads, rows, discounts] = await together([
    selectHeads(db, ids, lock),
    selectRows(db, ids, options),
    discountsOf(db, ids),
  ]);
  const found = joined(heads, rows, discounts);
  const { dueBy, ...toTheEnd } = options;
  if (dueBy === undefined) return found;
  const short = found.filter(([, plan]) => endsTooSoon(plan, dueBy)).map(([{ loanId }]) => loanId);
  if (short.length === 0) return found;
  const whole = byId(joined(heads, await selectRows(db, short, toTheEnd), discounts));
  return found.map(([head, plan]) => [head, short.includes(head.loanId) ? (whole.get(head.loanId) ?? plan) : plan]);
}

/** Where what was read of a plan has nothing to pay after the day, and is not all of it: another pays the interest of these months. */
const endsTooSoon = ({ loan, book: { rows } }: BookOfLoan, dueBy: BusinessDate): boolean =>
  !rows.some((row) => row.dueOn > dueBy && payable(row)) &&
  loan.state === 'active' &&
  (rows.at(-1)?.dueOn ?? dueBy) < loan.maturesOn;

/** Active loans of which something is due on or before a day, in the order of their ids. */
export async function dueLoans(
  tx: Tx,
  { on, after, limit }: { on: BusinessDate; after: LoanId | null; limit: number },
): Promise<LoanId[]> {
  const { rows } = await sql<{ id: LoanId }>`
    select position.loan_id as id
    from servicing.positions position
    join servicing.loans loan using (loan_id)
    where position.next_due_on <= ${on}
      and loan.state = 'active'
      and (${after}::uuid is null or position.loan_id > ${after}::uuid)
    order by position.loan_id
    limit ${limit}`.execute(tx);
  return rows.map(({ id }) => id);
}

/** Loans with an instalment that has fallen due by a day and does not stand in the books as due, in the order of their ids. */
export async function fallenDue(
  tx: Tx,
  { on, after, limit }: { on: BusinessDate; after: LoanId | null; limit: number },
): Promise<LoanId[]> {
  const { rows } = await sql<{ id: LoanId }>`
    select loan_id as id
    from servicing.positions
    where running_due_on <= ${on}
      and (${after}::uuid is null or loan_id > ${after}::uuid)
    order by loan_id
    limit ${limit}`.execute(tx);
  return rows.map(({ id }) => id);
}

type Head = {
  loanId: LoanId;
  no: string;
  contractId: ContractId;
  customerId: CustomerId;
  productCode: string;
  branchCode: string | null;
  employerCode: string | null;
  state: 'active' | 'closed' | 'written-off';
  principalFen: Fen;
  outstandingFen: Fen;
  surplusFen: Fen;
  writtenOffFen: Fen;
  annualRatePpm: number;
  periods: number;
  method: Method;
  convention: Convention;
  account: Uint8Array;
  disbursedOn: BusinessDate;
  maturesOn: BusinessDate;
  closedOn: BusinessDate | null;
  penaltyRatePpm: number;
  graceDays: number;
  earlyFeePpm: number;
  allocation: Part[];
  version: number;
  dayCount: DayCount;
  runningNo: number | null;
  runningFrom: BusinessDate;
  runningDueOn: BusinessDate;
  runningOpeningFen: Fen;
  runningInterestFen: Fen;
  accruedFen: Fen;
  accruedOn: BusinessDate;
  nextNo: number | null;
  nextDueOn: BusinessDate;
  daysPastDue: number;
};

async function selectHeads(db: Db | Tx, ids: readonly LoanId[], lock: boolean): Promise<Head[]> {
  const { rows } = await sql<Head>`
    select loan.loan_id as "loanId", loan.loan_no as no, loan.contract_id as "contractId", loan.customer_id as "customerId",
      loan.product_code as "productCode", loan.branch_code as "branchCode", loan.employer_code as "employerCode", loan.state,
      loan.principal_fen as "principalFen", loan.outstanding_fen as "outstandingFen", loan.surplus_fen as "surplusFen",
      loan.written_off_fen as "writtenOffFen", loan.annual_rate_ppm as "annualRatePpm", loan.term_months as periods,
      loan.repayment_method as method, loan.convention, loan.account_no_cipher as account, loan.disbursed_on as "disbursedOn",
      loan.matures_on as "maturesOn", loan.closed_on as "closedOn", loan.penalty_rate_ppm as "penaltyRatePpm",
      loan.grace_days as "graceDays", loan.early_fee_ppm as "earlyFeePpm", loan.allocation, loan.version,
      position.day_count as "dayCount", position.running_no as "runningNo", position.running_from as "runningFrom",
      position.running_due_on as "runningDueOn", position.running_opening_fen as "runningOpeningFen",
      position.running_interest_fen as "runningInterestFen", position.accrued_fen as "accruedFen",
      position.accrued_on as "accruedOn", position.next_no as "nextNo", position.next_due_on as "nextDueOn",
      position.days_past_due as "daysPastDue"
    from servicing.positions position
    join servicing.loans loan using (loan_id)
    where position.loan_id = any(${[...new Set(ids)]}::uuid[])
    order by position.loan_id
    ${lock ? sql`for no key update of position, loan` : sql``}`.execute(db);
  return rows;
}

type Row = Instalment & { loanId: LoanId };

async function selectRows(db: Db | Tx, ids: readonly LoanId[], { dueBy, all }: Options): Promise<Row[]> {
  const until = dueBy === undefined ? null : addDays(dueBy, LONGEST_PERIOD_DAYS);
  const { rows } = await sql<Row>`
    select loan_id as "loanId", no, kind, period_no as "periodNo", from_on as "fromOn", due_on as "dueOn", days,
      opening_fen as "openingFen", principal_fen as "principalFen", interest_fen as "interestFen", discount_fen as "discountFen",
      balance_fen as "balanceFen", paid_principal_fen as "paidPrincipalFen", paid_interest_fen as "paidInterestFen",
      penalty_fen as "penaltyFen", penalty_through as "penaltyThrough", paid_penalty_fen as "paidPenaltyFen",
      due_booked as "dueBooked", settled_on as "settledOn"
    from servicing.instalments
    where loan_id = any(${[...new Set(ids)]}::uuid[])
      ${all ? sql`` : sql`and settled_on is null`}
      ${until === null ? sql`` : sql`and due_on <= ${until}`}
    order by loan_id, no`.execute(db);
  return rows;
}

function joined(
  heads: readonly Head[],
  rows: readonly Row[],
  discounts: ReadonlyMap<LoanId, readonly Discount[]>,
): [Head, BookOfLoan][] {
  const byLoan = Map.groupBy(rows, ({ loanId }) => loanId);
  return heads.map((head) => [
    head,
    {
      loan: loanOf(head),
      position: positionOf(head),
      book: bookOf(head, byLoan.get(head.loanId) ?? [], discounts.get(head.loanId) ?? []),
    },
  ]);
}

const loanOf = (head: Head): BookOfLoan['loan'] => ({
  ...{ id: head.loanId, no: head.no, contractId: head.contractId, customerId: head.customerId },
  ...{ productCode: head.productCode, branchCode: head.branchCode ?? '*', employerCode: head.employerCode },
  ...{ state: head.state, outstandingFen: head.outstandingFen, writtenOffFen: head.writtenOffFen },
  ...{ maturesOn: head.maturesOn, closedOn: head.closedOn, version: head.version },
});

const positionOf = (head: Head): BookOfLoan['position'] => ({
  ...{ annualRatePpm: ratePpm(head.annualRatePpm), dayCount: head.dayCount },
  running:
    head.runningNo === null
      ? null
      : {
          ...{ no: head.runningNo, fromOn: head.runningFrom, dueOn: head.runningDueOn },
          ...{ openingFen: head.runningOpeningFen, interestFen: head.runningInterestFen },
        },
  ...{ accruedFen: head.accruedFen, accruedOn: head.accruedOn },
  next: head.nextNo === null ? null : { no: head.nextNo, dueOn: head.nextDueOn },
  daysPastDue: head.daysPastDue,
});

function bookOf(head: Head, rows: readonly Row[], discounts: readonly Discount[]): LoanBook {
  const terms: LoanTerms = {
    ...{ principalFen: head.principalFen, annualRatePpm: ratePpm(head.annualRatePpm), method: head.method },
    ...{ periods: head.periods, convention: head.convention, disbursedOn: head.disbursedOn },
    penaltyRatePpm: head.penaltyRatePpm as RatePpm,
    ...{ graceDays: head.graceDays, earlyFeePpm: head.earlyFeePpm as RatePpm, allocation: head.allocation },
  };
  // A loan that was written off is only ever folded from its first day; until then this says that it was.
  const writtenOff =
    head.state === 'written-off'
      ? {
          ...{ on: head.closedOn ?? head.disbursedOn, principalFen: head.writtenOffFen },
          ...{ interestFen: 0 as Fen, recoveredFen: 0 as Fen },
        }
      : null;
  return {
    ...{ terms, discounts, surplusFen: head.surplusFen, writtenOff },
    rows: rows.map(({ loanId: _loanId, ...row }) => withDiscount(terms, discounts, row)),
  };
}

/** Who pays a part of an interest is settled when it falls due or is paid; until then by the rules as they are. */
const withDiscount = (terms: LoanTerms, discounts: readonly Discount[], row: Instalment): Instalment =>
  row.dueBooked || row.settledOn !== null
    ? row
    : { ...row, discountFen: discountOf(terms, discounts, row.interestFen, row.dueOn) };
