import { sql } from 'kysely';
import { fen, type BusinessDate, type CustomerId, type Instant, type LoanId } from '@miaodai/values';
import type { Db, Tx } from '../../platform/db/connect.ts';
import type { Mode } from '../servicing/index.ts';
import {
  requestNoOf,
  type NewRepayment,
  type Repayment,
  type RepaymentId,
  type RepaymentOutcome,
  type RepaymentState,
} from './repayment.rules.ts';

const TABLE = 'repayment.repayments';
const select = (tx: Tx | Db) =>
  tx
    .selectFrom(TABLE)
    .select(['repayment_id', 'loan_id', 'customer_id', 'via', 'request_no', 'batch_id', 'amount_fen', 'least_fen'])
    .select(['to_account_no', 'effective_on', 'mode', 'fee_fen', 'quote_id', 'early_request_id', 'state'])
    .select(['booked_fen', 'booked_on', 'core_serial_no', 'refusal_code', 'requested_at', 'settled_at']);
type Row = Awaited<ReturnType<ReturnType<typeof select>['executeTakeFirstOrThrow']>>;

const OPEN: RepaymentState[] = ['requested', 'sent'];
const uuids = (ids: readonly string[]) => sql<string>`any(${[...new Set(ids)]}::uuid[])`;

/**
 * One or five hundred, in one statement. A loan has one open repayment at most: whichever comes second is left out.
 * @returns those that are written
 */
export async function insertRepayments(tx: Tx, repayments: readonly NewRepayment[]): Promise<Set<RepaymentId>> {
  const values = repayments.map((repayment) => ({
    ...{ repayment_id: repayment.id, loan_id: repayment.loanId, customer_id: repayment.customerId },
    ...{ via: repayment.via, request_no: requestNoOf(repayment.id), batch_id: repayment.batchId },
    ...{ amount_fen: repayment.amountFen, least_fen: repayment.leastFen, to_account_no: repayment.toAccountNo },
    ...{ effective_on: repayment.effectiveOn, mode: repayment.early?.mode, fee_fen: repayment.early?.feeFen ?? 0 },
    ...{ quote_id: repayment.early?.quoteId, early_request_id: repayment.early?.requestId },
    requested_at: repayment.requestedAt,
  }));
  const { rows } = await sql<{ repayment_id: RepaymentId }>`
    insert into repayment.repayments
      (repayment_id, loan_id, customer_id, via, request_no, batch_id, amount_fen, least_fen, to_account_no, effective_on, mode, fee_fen,
       quote_id, early_request_id, state, requested_at)
    select row.repayment_id, row.loan_id, row.customer_id, row.via, row.request_no, row.batch_id, row.amount_fen, row.least_fen,
      row.to_account_no, row.effective_on, row.mode, row.fee_fen, row.quote_id, row.early_request_id,
      ${'requested' satisfies RepaymentState}, row.requested_at
    from jsonb_to_recordset(${JSON.stringify(values)}::jsonb) as row (
      repayment_id uuid, loan_id uuid, customer_id uuid, via text, request_no text, batch_id uuid, amount_fen bigint, least_fen bigint,
      to_account_no text, effective_on date, mode text, fee_fen bigint, quote_id uuid, early_request_id uuid, requested_at timestamptz)
    on conflict (loan_id) where state in ('requested', 'sent') do nothing
    returning repayment_id`.execute(tx);
  return new Set(rows.map((row) => row.repayment_id));
}

/** Locked in the order of ids, before any loan is: so that an outcome is settled once, by whoever comes first. */
export async function lockRepayments(tx: Tx, ids: readonly RepaymentId[]): Promise<Map<RepaymentId, Repayment>> {
  const rows = await select(tx).where('repayment_id', '=', uuids(ids)).orderBy('repayment_id').forUpdate().execute();
  return new Map(rows.map((row) => [row.repayment_id as RepaymentId, read(row)]));
}

export async function readRepaymentRow(tx: Tx | Db, id: RepaymentId): Promise<Repayment | undefined> {
  const row = await select(tx).where('repayment_id', '=', id).executeTakeFirst();
  return row && read(row);
}

/** The one that is under way for a loan. */
export async function openRepaymentOf(tx: Tx | Db, loanId: LoanId): Promise<Repayment | undefined> {
  const row = await select(tx).where('loan_id', '=', loanId).where('state', 'in', OPEN).executeTakeFirst();
  return row && read(row);
}

/** Of these loans, those for which one is under way. */
export async function loansWithOpen(tx: Tx | Db, loanIds: readonly LoanId[]): Promise<Set<LoanId>> {
  const rows = await tx
    .selectFrom(TABLE)
    .select('loan_id')
    .where('loan_id', '=', uuids(loanIds))
    .where('state', 'in', OPEN)
    .execute();
  return new Set(rows.map((row) => row.loan_id as LoanId));
}

/** Newest first. */
export async function repaymentsOf(
  tx: Tx | Db,
  whose: { loanId: LoanId } | { customerId: CustomerId } | { earlyRequestId: string } | { batchId: string },
  { limit, offset = 0 }: { limit: number; offset?: number },
): Promise<Repayment[]> {
  const [column, id] = columnOf(whose);
  const rows = await select(tx)
    .where(column, '=', id)
    .orderBy('requested_at', 'desc')
    .orderBy('repayment_id', 'desc')
    .limit(limit)
    .offset(offset)
    .execute();
  return rows.map(read);
}

const columnOf = (whose: Parameters<typeof repaymentsOf>[1]) => {
  if ('loanId' in whose) return ['loan_id', whose.loanId] as const;
  if ('customerId' in whose) return ['customer_id', whose.customerId] as const;
  return 'batchId' in whose
    ? (['batch_id', whose.batchId] as const)
    : (['early_request_id', whose.earlyRequestId] as const);
};

/** Of these, the loans of which another automatic debit was refused on the same day: whoever was told of it is not told again. */
export async function debitsRefusedOn(
  tx: Tx,
  refused: readonly Pick<Repayment, 'id' | 'loanId' | 'effectiveOn'>[],
): Promise<Set<LoanId>> {
  if (refused.length === 0) return new Set();
  const values = refused.map(({ id, loanId, effectiveOn }) => ({ repayment_id: id, loan_id: loanId, on: effectiveOn }));
  const { rows } = await sql<{ loan_id: LoanId }>`
    select distinct row.loan_id
    from jsonb_to_recordset(${JSON.stringify(values)}::jsonb) as row (repayment_id uuid, loan_id uuid, "on" date)
    join repayment.repayments other on other.loan_id = row.loan_id
    where other.repayment_id <> row.repayment_id
      and other.via = 'debit' and other.state = 'refused' and other.effective_on = row.on`.execute(tx);
  return new Set(rows.map((row) => row.loan_id));
}

/** Whatever is settled, or sent already, stays as it is. */
export async function markRepaymentsSent(tx: Tx, ids: readonly RepaymentId[]): Promise<void> {
  await tx
    .updateTable(TABLE)
    .set({ state: 'sent' satisfies RepaymentState })
    .where('repayment_id', '=', uuids(ids))
    .where('state', '=', 'requested' satisfies RepaymentState)
    .execute();
}

/** What is settled already stays as it is. */
export async function endRepayments(tx: Tx, outcomes: readonly RepaymentOutcome[], settledAt: Instant): Promise<void> {
  const values = outcomes.map(({ repaymentId, outcome }) => ({
    ...{ repayment_id: repaymentId, state: outcome.is },
    ...(outcome.is === 'booked'
      ? { booked_fen: outcome.bookedFen, booked_on: outcome.bookedOn, core_serial_no: outcome.coreSerialNo }
      : { refusal_code: outcome.code }),
  }));
  await sql`
    update repayment.repayments as repayment
    set state = row.state, booked_fen = row.booked_fen, booked_on = row.booked_on, core_serial_no = row.core_serial_no,
      refusal_code = row.refusal_code, settled_at = ${settledAt}
    from jsonb_to_recordset(${JSON.stringify(values)}::jsonb) as row (
      repayment_id uuid, state text, booked_fen bigint, booked_on date, core_serial_no text, refusal_code text)
    where repayment.repayment_id = row.repayment_id and repayment.state in ('requested', 'sent')`.execute(tx);
}

function read(row: Row): Repayment {
  return {
    id: row.repayment_id as RepaymentId,
    loanId: row.loan_id as LoanId,
    customerId: row.customer_id as CustomerId,
    via: row.via as Repayment['via'],
    requestNo: row.request_no,
    batchId: row.batch_id,
    amountFen: fen(row.amount_fen),
    leastFen: fen(row.least_fen),
    toAccountNo: row.to_account_no,
    effectiveOn: row.effective_on satisfies BusinessDate,
    early:
      row.mode === null
        ? null
        : {
            ...{ mode: row.mode as Mode, feeFen: fen(row.fee_fen) },
            ...{ quoteId: row.quote_id, requestId: row.early_request_id },
          },
    state: row.state as RepaymentState,
    bookedFen: row.booked_fen === null ? null : fen(row.booked_fen),
    bookedOn: row.booked_on,
    coreSerialNo: row.core_serial_no,
    refusalCode: row.refusal_code,
    requestedAt: row.requested_at,
    settledAt: row.settled_at,
  };
}
