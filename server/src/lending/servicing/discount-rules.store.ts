import { sql } from 'kysely';
import {
  ZERO,
  type BusinessDate,
  type Fen,
  type Instant,
  type LoanId,
  type RatePpm,
  type StaffId,
} from '@miaodai/values';
import { handledOf } from '../../bank/four-eyes/index.ts';
import type { Db, Tx } from '../../platform/db/connect.ts';
import type { Discount } from './book.rules.ts';
import type { DiscountRule, DiscountTerms } from './discount-rules.rules.ts';

type Row = { loanId: string; ratePpm: number; fromOn: BusinessDate; untilOn: BusinessDate | null };

/** What others pay of these loans' interest, by the rules in force; a loan that no rule is for has an empty list. */
export async function discountsOf(db: Db | Tx, loanIds: readonly LoanId[]): Promise<Map<LoanId, readonly Discount[]>> {
  const found = new Map<LoanId, readonly Discount[]>(loanIds.map((id) => [id, []]));
  if (loanIds.length === 0) return found;
  const { rows } = await sql<Row>`
    select loan.loan_id as "loanId", rule.discount_rate_ppm as "ratePpm", rule.from_on as "fromOn", rule.until_on as "untilOn"
    from servicing.discount_rules rule
    join servicing.loans loan
      on loan.product_code = rule.product_code
      and rule.branch_code in ('*', loan.branch_code)
      and rule.employer_code in ('*', loan.employer_code)
    where rule.state = 'published'
      and loan.loan_id = any(${loanIds}::uuid[])
    order by loan.loan_id, rule.from_on, rule.rule_id`.execute(db);
  for (const [id, rules] of Map.groupBy(rows, ({ loanId }) => loanId as LoanId)) found.set(id, rules.map(discount));
  return found;
}

/** The same for a loan that is only being opened. */
export async function discountsFor(
  db: Db | Tx,
  loan: { productCode: string; branchCode: string; employerCode: string | null },
): Promise<readonly Discount[]> {
  const { rows } = await sql<Omit<Row, 'loanId'>>`
    select discount_rate_ppm as "ratePpm", from_on as "fromOn", until_on as "untilOn"
    from servicing.discount_rules
    where state = 'published'
      and product_code = ${loan.productCode}
      and branch_code in ('*', ${loan.branchCode})
      and employer_code in ('*', coalesce(${loan.employerCode}, '*'))
    order by from_on, rule_id`.execute(db);
  return rows.map(discount);
}

const discount = ({ ratePpm, fromOn, untilOn }: Omit<Row, 'loanId'>): Discount => ({
  ...{ ratePpm: ratePpm as RatePpm, fromOn, untilOn },
});

const TABLE = 'servicing.discount_rules';
const select = (tx: Tx | Db) =>
  tx
    .selectFrom(TABLE)
    .select(['rule_id', 'product_code', 'branch_code', 'employer_code', 'payer_name', 'discount_rate_ppm', 'note'])
    .select(['from_on', 'until_on', 'state', 'drafted_by', 'drafted_at', 'submitted_by', 'submitted_at'])
    .select(['published_by', 'published_at', 'returned_by', 'returned_at', 'return_reason'])
    .select(['end_on', 'end_asked_by', 'end_asked_at', 'end_agreed_by', 'end_agreed_at', 'applied_at']);
type RuleRow = Awaited<ReturnType<ReturnType<typeof select>['executeTakeFirstOrThrow']>>;

export async function insertRule(
  tx: Tx,
  rule: DiscountTerms & { id: string; draftedBy: StaffId },
  now: Instant,
): Promise<void> {
  await tx
    .insertInto(TABLE)
    .values({
      ...{ rule_id: rule.id, product_code: rule.productCode, branch_code: rule.branchCode },
      ...{ employer_code: rule.employerCode, payer_name: rule.payerName, discount_rate_ppm: rule.ratePpm },
      ...{ from_on: rule.fromOn, until_on: rule.untilOn, state: 'draft', note: rule.note },
      ...{ drafted_by: rule.draftedBy, drafted_at: now },
    })
    .execute();
}

export async function findRule(tx: Tx | Db, id: string, { lock = false } = {}): Promise<DiscountRule | undefined> {
  const found = select(tx).where('rule_id', '=', id);
  const row = await (lock ? found.forUpdate() : found).executeTakeFirst();
  return row && readRule(row);
}

/** The newest first, at most 200. */
export async function listRules(tx: Tx | Db): Promise<DiscountRule[]> {
  const rows = await select(tx).orderBy('drafted_at', 'desc').orderBy('rule_id').limit(200).execute();
  return rows.map(readRule);
}

/** Published rules of a product that begin on a day; locked, so that two are not published past one another. */
export async function rulesFrom(tx: Tx, productCode: string, fromOn: BusinessDate): Promise<DiscountRule[]> {
  await sql`select pg_advisory_xact_lock(hashtext('discount-rules'), hashtext(${productCode}))`.execute(tx);
  const rows = await select(tx)
    .where('product_code', '=', productCode)
    .where('from_on', '=', fromOn)
    .where('state', '=', 'published')
    .execute();
  return rows.map(readRule);
}

type Changed = Partial<
  Omit<RuleRow, 'rule_id' | 'product_code' | 'branch_code' | 'employer_code' | 'from_on' | 'discount_rate_ppm'>
> & { applied_after?: string | null };
export const updateRule = async (tx: Tx, id: string, changed: Changed): Promise<void> =>
  void (await tx.updateTable(TABLE).set(changed).where('rule_id', '=', id).execute());

/** The next loans that a rule can be for, in the order of their ids, behind those that follow it already. */
export async function nextLoansOf(tx: Tx, ruleId: string, limit: number): Promise<LoanId[]> {
  const { rows } = await sql<{ id: LoanId }>`
    select loan.loan_id as id
    from servicing.discount_rules rule
    join servicing.loans loan
      on loan.product_code = rule.product_code
      and rule.branch_code in ('*', loan.branch_code)
      and rule.employer_code in ('*', loan.employer_code)
    where rule.rule_id = ${ruleId}
      and loan.state = 'active'
      and (rule.applied_after is null or loan.loan_id > rule.applied_after)
    order by loan.loan_id
    limit ${limit}`.execute(tx);
  return rows.map(({ id }) => id);
}

export type NewDiscount = { loanId: LoanId; no: number; discountFen: Fen };
/** Of instalments that are neither due nor paid; what of a loan changes makes what was quoted of it hold no more. @returns loans that changed */
export async function writeDiscounts(tx: Tx, rows: readonly NewDiscount[]): Promise<number> {
  const { rows: changed } = await sql<{ loans: number }>`
    with changed as (
      update servicing.instalments instalment
      set discount_fen = row."discountFen"
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row ("loanId" uuid, no integer, "discountFen" bigint)
      where instalment.loan_id = row."loanId"
        and instalment.no = row.no
        and instalment.discount_fen <> row."discountFen"
        and not instalment.due_booked
        and instalment.settled_on is null
      returning instalment.loan_id
    ), loans as (
      update servicing.loans
      set version = version + 1
      where loan_id in (select loan_id from changed)
      returning 1
    )
    select count(*)::int as loans from loans`.execute(tx);
  return changed[0]?.loans ?? 0;
}

/** Loans that a rule is for today, and what of their interest the payer owes for what has fallen due so far. */
export async function reachOf(db: Db | Tx, ruleId: string): Promise<{ loans: number; dueFen: Fen }> {
  const { rows } = await sql<{ loans: number; dueFen: Fen }>`
    with rule as (
      select product_code, branch_code, employer_code, from_on, until_on, state
      from servicing.discount_rules
      where rule_id = ${ruleId}
    ), concerned as (
      select loan.loan_id, loan.state, loan.branch_code, loan.employer_code, loan.product_code
      from rule
      join servicing.loans loan
        on loan.product_code = rule.product_code
        and rule.branch_code in ('*', loan.branch_code)
        and rule.employer_code in ('*', loan.employer_code)
    )
    select (select count(*)::int from concerned where state = 'active') as loans,
      (select coalesce(sum(instalment.discount_fen), 0)::bigint
        from rule
        cross join concerned
        join servicing.instalments instalment
          on instalment.loan_id = concerned.loan_id
          and instalment.due_booked
          and instalment.discount_fen > 0
          and instalment.due_on >= rule.from_on
          and (rule.until_on is null or instalment.due_on <= rule.until_on)
        where rule.state = 'published'
          and not exists (
            select from servicing.discount_rules later
            where later.state = 'published'
              and later.product_code = concerned.product_code
              and later.branch_code in ('*', concerned.branch_code)
              and later.employer_code in ('*', concerned.employer_code)
              and later.from_on > rule.from_on
              and later.from_on <= instalment.due_on
              and (later.until_on is null or instalment.due_on <= later.until_on))) as "dueFen"`.execute(db);
  return rows[0] ?? { loans: 0, dueFen: ZERO };
}

/** How many active loans are of that kind, before a rule is there. */
export async function loansLike(
  db: Db | Tx,
  { productCode, branchCode, employerCode }: Pick<DiscountTerms, 'productCode' | 'branchCode' | 'employerCode'>,
): Promise<number> {
  const { rows } = await sql<{ loans: number }>`
    select count(*)::int as loans
    from servicing.loans
    where product_code = ${productCode}
      and state = 'active'
      and (${branchCode} = '*' or branch_code = ${branchCode})
      and (${employerCode} = '*' or employer_code = ${employerCode})`.execute(db);
  return rows[0]?.loans ?? 0;
}

const readRule = (row: RuleRow): DiscountRule => ({
  ...{ id: row.rule_id, productCode: row.product_code, branchCode: row.branch_code, employerCode: row.employer_code },
  ...{ payerName: row.payer_name, ratePpm: row.discount_rate_ppm as RatePpm, note: row.note },
  ...{ fromOn: row.from_on, untilOn: row.until_on, state: row.state as DiscountRule['state'] },
  ...handledOf(row),
  end:
    row.end_on && row.end_asked_at
      ? {
          ...{ on: row.end_on, askedBy: row.end_asked_by as StaffId, askedAt: row.end_asked_at },
          ...{ agreedBy: row.end_agreed_by as StaffId | null, agreedAt: row.end_agreed_at },
        }
      : null,
  appliedAt: row.applied_at,
});
