import { sql } from 'kysely';
import { fen, type BusinessDate, type Instant, type LoanId } from '@miaodai/values';
import type { Db, Tx } from '../../platform/db/connect.ts';
import type { LoanTransaction, TransactionType } from './loan.rules.ts';
import type { Paid } from './pay.rules.ts';

type NewTransaction = Omit<LoanTransaction, 'recordedOn' | 'voidedBy'> & { loanId: LoanId };

export async function insertTransactions(
  tx: Tx,
  transactions: readonly NewTransaction[],
  { today, now }: { today: BusinessDate; now: Instant },
): Promise<void> {
  const values = transactions.map(({ paid, ...transaction }) => ({ ...transaction, ...paid }));
  await sql`
    insert into servicing.transactions
      (transaction_id, loan_id, type, source_id, via, effective_on, recorded_on, recorded_at, amount_fen, mode, quoted_fee_fen,
       penalty_fen, interest_fen, principal_fen, fee_fen, surplus_fen)
    select id, "loanId", type, "sourceId", via, "effectiveOn", ${today}::date, ${now}::timestamptz, "amountFen", mode,
      "quotedFeeFen", "penaltyFen", "interestFen", "principalFen", "feeFen", "surplusFen"
    from jsonb_to_recordset(${JSON.stringify(values)}::jsonb) as new (
      id uuid, "loanId" uuid, type text, "sourceId" uuid, via text, "effectiveOn" date, "amountFen" bigint, mode text,
      "quotedFeeFen" bigint, "penaltyFen" bigint, "interestFen" bigint, "principalFen" bigint, "feeFen" bigint,
      "surplusFen" bigint)`.execute(tx);
}

/** What transactions paid, as the fold says after a correction. */
export async function updatePaid(tx: Tx, changed: readonly { id: string; paid: Paid }[]): Promise<void> {
  if (changed.length === 0) return;
  const values = changed.map(({ id, paid }) => ({ id, ...paid }));
  await sql`
    update servicing.transactions transaction
    set penalty_fen = new."penaltyFen", interest_fen = new."interestFen", principal_fen = new."principalFen",
      fee_fen = new."feeFen", surplus_fen = new."surplusFen"
    from jsonb_to_recordset(${JSON.stringify(values)}::jsonb) as new (
      id uuid, "penaltyFen" bigint, "interestFen" bigint, "principalFen" bigint, "feeFen" bigint, "surplusFen" bigint)
    where transaction.transaction_id = new.id`.execute(tx);
}

export async function voidTransaction(tx: Tx, id: string, by: string): Promise<void> {
  await tx.updateTable('servicing.transactions').set({ voided_by: by }).where('transaction_id', '=', id).execute();
}

const select = (db: Db | Tx) =>
  db
    .selectFrom('servicing.transactions')
    .select(['transaction_id', 'loan_id', 'type', 'source_id', 'via', 'effective_on', 'recorded_on', 'amount_fen'])
    .select(['mode', 'quoted_fee_fen', 'penalty_fen', 'interest_fen', 'principal_fen', 'fee_fen', 'surplus_fen'])
    .select('voided_by');
type Row = Awaited<ReturnType<ReturnType<typeof select>['executeTakeFirstOrThrow']>>;

type Asked = {
  types?: readonly TransactionType[];
  from?: BusinessDate;
  to?: BusinessDate;
  page: number;
  pageSize: number;
};
/** Latest day of effect first; days both included; pages count from 1. */
export async function transactionsOf(
  db: Db | Tx,
  loanId: LoanId,
  { types, from, to, page, pageSize }: Asked,
): Promise<{ total: number; transactions: LoanTransaction[] }> {
  let query = db.selectFrom('servicing.transactions').where('loan_id', '=', loanId);
  if (types) query = query.where('type', '=', sql<string>`any(${[...types]}::text[])`);
  if (from) query = query.where('effective_on', '>=', from);
  if (to) query = query.where('effective_on', '<=', to);
  const { total } = await query.select((of) => of.fn.countAll<number>().as('total')).executeTakeFirstOrThrow();
  const rows = await query
    .select(['transaction_id', 'loan_id', 'type', 'source_id', 'via', 'effective_on', 'recorded_on', 'amount_fen'])
    .select(['mode', 'quoted_fee_fen', 'penalty_fen', 'interest_fen', 'principal_fen', 'fee_fen', 'surplus_fen'])
    .select('voided_by')
    .orderBy('effective_on', 'desc')
    .orderBy('seq', 'desc')
    .limit(pageSize)
    .offset((page - 1) * pageSize)
    .execute();
  return { total, transactions: rows.map(read) };
}

/** All of a loan, in the order in which they take effect. */
export async function allTransactions(db: Db | Tx, loanId: LoanId): Promise<LoanTransaction[]> {
  const rows = await select(db).where('loan_id', '=', loanId).orderBy('effective_on').orderBy('seq').execute();
  return rows.map(read);
}

/** What is known already of some repayments. */
export async function knownRepayments(tx: Tx, sourceIds: readonly string[]): Promise<Map<string, LoanTransaction>> {
  const rows = await select(tx)
    .where('source_id', '=', sql<string>`any(${[...sourceIds]}::uuid[])`)
    .where('type', 'in', ['repayment', 'early-repayment'])
    .execute();
  return new Map(rows.map((row) => [row.source_id, read(row)]));
}

/** The day on which the last of a loan's facts took effect. */
export async function lastDays(tx: Tx, ids: readonly LoanId[]): Promise<Map<LoanId, BusinessDate>> {
  const { rows } = await sql<{ id: LoanId; last: BusinessDate }>`
    select asked.id, last.effective_on as last
    from unnest(${[...ids]}::uuid[]) as asked (id)
    cross join lateral (
      select effective_on
      from servicing.transactions
      where loan_id = asked.id and voided_by is null and type <> 'reversal'
      order by effective_on desc, seq desc
      limit 1
    ) last`.execute(tx);
  return new Map(rows.map(({ id, last }) => [id, last]));
}

const read = (row: Row): LoanTransaction => ({
  ...{ id: row.transaction_id, type: row.type as TransactionType, sourceId: row.source_id },
  ...{ via: row.via as LoanTransaction['via'], effectiveOn: row.effective_on, recordedOn: row.recorded_on },
  ...{ amountFen: fen(row.amount_fen), mode: row.mode as LoanTransaction['mode'] },
  quotedFeeFen: fen(row.quoted_fee_fen),
  paid: {
    ...{ penaltyFen: fen(row.penalty_fen), interestFen: fen(row.interest_fen) },
    ...{ principalFen: fen(row.principal_fen), feeFen: fen(row.fee_fen), surplusFen: fen(row.surplus_fen) },
  },
  voidedBy: row.voided_by,
});
