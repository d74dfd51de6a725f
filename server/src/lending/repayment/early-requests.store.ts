import { sql } from 'kysely';
import { fen, type BusinessDate, type CustomerId, type Instant, type LoanId, type StaffId } from '@miaodai/values';
import type { Db, Tx } from '../../platform/db/connect.ts';
import type { Mode } from '../servicing/index.ts';
import type { EarlyFigures, EarlyRequest, EarlyRequestState } from './early.rules.ts';

const TABLE = 'repayment.early_requests';
const select = (tx: Tx | Db) =>
  tx
    .selectFrom(TABLE)
    .select(['request_id', 'request_no', 'loan_id', 'loan_no', 'customer_id', 'product_code', 'branch_code', 'mode'])
    .select(['principal_fen', 'quoted', 'state', 'version', 'debit_on', 'decline_reason', 'note', 'decided_by'])
    .select(['decided_at', 'requested_at', 'ended_at']);
type Row = Awaited<ReturnType<ReturnType<typeof select>['executeTakeFirstOrThrow']>>;

const OPEN: EarlyRequestState[] = ['requested', 'approved'];
const uuids = (ids: readonly string[]) => sql<string>`any(${[...new Set(ids)]}::uuid[])`;

/** TQ20261123-000017: the number that customers and officers speak of. */
export async function nextRequestNo(tx: Tx, on: BusinessDate): Promise<string> {
  const { rows } = await sql<{ n: number }>`select nextval('repayment.early_request_numbers')::int as n`.execute(tx);
  return `TQ${on.replaceAll('-', '')}-${String(rows[0]?.n).padStart(6, '0')}`;
}

/** False where another is open for the loan. */
export async function insertRequest(
  tx: Tx,
  request: Pick<EarlyRequest, 'id' | 'no' | 'loanId' | 'loanNo' | 'customerId' | 'productCode' | 'branchCode'> &
    Pick<EarlyRequest, 'mode' | 'principalFen' | 'quoted' | 'requestedAt'>,
): Promise<boolean> {
  const row = await tx
    .insertInto(TABLE)
    .values({
      request_id: request.id,
      request_no: request.no,
      loan_id: request.loanId,
      loan_no: request.loanNo,
      customer_id: request.customerId,
      product_code: request.productCode,
      branch_code: request.branchCode,
      mode: request.mode,
      principal_fen: request.principalFen,
      quoted: JSON.stringify(request.quoted),
      requested_at: request.requestedAt,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('request_id')
    .executeTakeFirst();
  return row !== undefined;
}

/** Before any loan, in the order of ids. */
export async function lockRequests(tx: Tx, ids: readonly string[]): Promise<EarlyRequest[]> {
  const rows = await select(tx).where('request_id', '=', uuids(ids)).orderBy('request_id').forUpdate().execute();
  return rows.map(read);
}

export async function readRequest(tx: Tx | Db, id: string): Promise<EarlyRequest | undefined> {
  const row = await select(tx).where('request_id', '=', id).executeTakeFirst();
  return row && read(row);
}

/** Newest first. */
export async function requestsOf(
  tx: Tx | Db,
  whose: { loanId: LoanId } | { customerId: CustomerId },
): Promise<EarlyRequest[]> {
  const rows = await select(tx)
    .where('loanId' in whose ? 'loan_id' : 'customer_id', '=', 'loanId' in whose ? whose.loanId : whose.customerId)
    .orderBy('requested_at', 'desc')
    .limit(20)
    .execute();
  return rows.map(read);
}

/** Of these loans, those with a request that has not come to its end. */
export async function loansWithRequest(tx: Tx | Db, loanIds: readonly LoanId[]): Promise<Set<LoanId>> {
  const rows = await tx
    .selectFrom(TABLE)
    .select('loan_id')
    .where('loan_id', '=', uuids(loanIds))
    .where('state', 'in', OPEN)
    .execute();
  return new Set(rows.map((row) => row.loan_id as LoanId));
}

/** Approved for a day or before, in the order of ids; whatever another node has in hand is its own. */
export async function lockApproved(
  tx: Tx,
  { on, after, limit }: { on: BusinessDate; after: string | null; limit: number },
): Promise<EarlyRequest[]> {
  let query = select(tx)
    .where('state', '=', 'approved' satisfies EarlyRequestState)
    .where('debit_on', '<=', on);
  if (after !== null) query = query.where('request_id', '>', after);
  const rows = await query.orderBy('request_id').limit(limit).forUpdate().execute();
  return rows.map(read);
}

/** To be debited on these days, in the order of ids: whom to remind. */
export async function approvedOn(
  tx: Tx | Db,
  { days, after, limit }: { days: readonly BusinessDate[]; after: string | null; limit: number },
): Promise<EarlyRequest[]> {
  let query = select(tx)
    .where('state', '=', 'approved' satisfies EarlyRequestState)
    .where('debit_on', 'in', [...days]);
  if (after !== null) query = query.where('request_id', '>', after);
  const rows = days.length === 0 ? [] : await query.orderBy('request_id').limit(limit).execute();
  return rows.map(read);
}

export type Decision = { by: StaffId; at: Instant; note: string } & (
  { is: 'approved'; debitOn: BusinessDate } | { is: 'declined'; reason: string }
);
/** Whatever changes, the version rises. */
export async function decideRequest(tx: Tx, id: string, decision: Decision): Promise<void> {
  await tx
    .updateTable(TABLE)
    .set({
      ...{ state: decision.is, note: decision.note, decided_by: decision.by, decided_at: decision.at },
      ...(decision.is === 'approved'
        ? { debit_on: decision.debitOn }
        : { decline_reason: decision.reason, ended_at: decision.at }),
    })
    .set((eb) => ({ version: eb('version', '+', 1) }))
    .where('request_id', '=', id)
    .execute();
}

/** What has come to its end stays as it is. */
export async function endRequests(
  tx: Tx,
  ids: readonly string[],
  state: 'paid' | 'cancelled' | 'failed',
  endedAt: Instant,
): Promise<void> {
  await tx
    .updateTable(TABLE)
    .set({ state, ended_at: endedAt })
    .set((eb) => ({ version: eb('version', '+', 1) }))
    .where('request_id', '=', uuids(ids))
    .where('state', 'in', OPEN)
    .execute();
}

/** With the loan's end nothing is left to repay early. */
export async function cancelRequestsOf(tx: Tx, loanIds: readonly LoanId[], endedAt: Instant): Promise<void> {
  await tx
    .updateTable(TABLE)
    .set({ state: 'cancelled' satisfies EarlyRequestState, ended_at: endedAt })
    .set((eb) => ({ version: eb('version', '+', 1) }))
    .where('loan_id', '=', uuids(loanIds))
    .where('state', 'in', OPEN)
    .execute();
}

export type RequestFilter = {
  /** Null: of every branch. */
  branchCode: string | null;
  state?: EarlyRequestState | 'paying' | undefined;
  /** Part of a request's or a loan note's number. */
  text?: string | undefined;
};

/** Those to be decided first, then the newest. `paying` is an approved one with a debit under way. */
export async function listRequests(
  db: Db,
  filter: RequestFilter,
  { limit, offset }: { limit: number; offset: number },
): Promise<{ requests: EarlyRequest[]; total: number; counts: Map<string, number> }> {
  const shown = sql<string>`case when state = 'approved' and exists (
    select from repayment.repayments open
    where open.early_request_id = early_requests.request_id and open.state in ('requested', 'sent'))
    then 'paying' else state end`;
  const where = sql<boolean>`
    (${filter.branchCode}::text is null or branch_code = ${filter.branchCode})
    and (position(${filter.text ?? ''} in request_no) > 0 or position(${filter.text ?? ''} in loan_no) > 0)`;
  const rows = select(db)
    .where(sql<boolean>`${where} and (${filter.state ?? null}::text is null or ${shown} = ${filter.state ?? null})`)
    .orderBy(sql`state <> 'requested'`)
    .orderBy('requested_at', 'desc')
    .orderBy('request_id')
    .limit(limit)
    .offset(offset)
    .execute();
  const counts = sql<{ state: string; n: number }>`
    select ${shown} as state, count(request_id)::int as n
    from repayment.early_requests
    where ${where}
    group by 1`.execute(db);
  const [found, counted] = await Promise.all([rows, counts]);
  const by = new Map(counted.rows.map(({ state, n }) => [state, n]));
  const total = filter.state === undefined ? [...by.values()].reduce((a, b) => a + b, 0) : (by.get(filter.state) ?? 0);
  return { requests: found.map(read), total, counts: by };
}

const read = (row: Row): EarlyRequest => ({
  id: row.request_id,
  no: row.request_no,
  loanId: row.loan_id as LoanId,
  loanNo: row.loan_no,
  customerId: row.customer_id as CustomerId,
  productCode: row.product_code,
  branchCode: row.branch_code,
  mode: row.mode as Mode,
  principalFen: fen(row.principal_fen),
  quoted: row.quoted as unknown as EarlyFigures,
  state: row.state as EarlyRequestState,
  version: row.version,
  debitOn: row.debit_on,
  declineReason: row.decline_reason,
  decided:
    row.decided_by && row.decided_at
      ? { by: row.decided_by as StaffId, at: row.decided_at, note: row.note ?? '' }
      : null,
  requestedAt: row.requested_at,
  endedAt: row.ended_at,
});
