import { fen, type CustomerId, type Instant, type LoanId } from '@miaodai/values';
import { handledOf } from '../../bank/four-eyes/index.ts';
import type { Db, Tx } from '../../platform/db/connect.ts';
import type { Correction, CorrectionId, CorrectionKind, CorrectionState, Effect } from './corrections.rules.ts';

const TABLE = 'corrections.corrections';
const OPEN: CorrectionState[] = ['draft', 'submitted', 'approved', 'sent'];

const select = (tx: Tx | Db) =>
  tx
    .selectFrom(TABLE)
    .select([
      'correction_id',
      'loan_id',
      'customer_id',
      'branch_code',
      'kind',
      'transaction_id',
      'amount_fen',
      'effective_on',
    ])
    .select(['pays_out', 'core_no', 'core_serial_no', 'request_no', 'from_account_no', 'reason', 'preview'])
    .select(['loan_version', 'state', 'refusal_code', 'settled_at', 'drafted_by', 'drafted_at', 'submitted_by'])
    .select(['submitted_at', 'published_by', 'published_at', 'returned_by', 'returned_at', 'return_reason']);
type Row = Awaited<ReturnType<ReturnType<typeof select>['executeTakeFirstOrThrow']>>;

type New = Pick<
  Correction,
  | 'id'
  | 'loanId'
  | 'customerId'
  | 'branchCode'
  | 'kind'
  | 'transactionId'
  | 'amountFen'
  | 'effectiveOn'
  | 'paysOut'
  | 'coreNo'
  | 'coreSerialNo'
  | 'reason'
  | 'effect'
  | 'loanVersion'
  | 'draftedBy'
>;

/** @returns false where another correction of the loan is open, or the core's number counts for one already. */
export async function insertCorrection(tx: Tx, correction: New, now: Instant): Promise<boolean> {
  const row = await tx
    .insertInto(TABLE)
    .values({
      ...{ correction_id: correction.id, loan_id: correction.loanId, customer_id: correction.customerId },
      ...{
        branch_code: correction.branchCode,
        kind: correction.kind,
        transaction_id: correction.transactionId,
        amount_fen: correction.amountFen,
      },
      ...{ effective_on: correction.effectiveOn, pays_out: correction.paysOut, core_no: correction.coreNo },
      ...{ core_serial_no: correction.coreSerialNo, reason: correction.reason },
      ...{ preview: JSON.stringify(correction.effect), loan_version: correction.loanVersion },
      ...{ state: 'draft', drafted_by: correction.draftedBy, drafted_at: now },
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('correction_id')
    .executeTakeFirst();
  return row !== undefined;
}

/** Locked before the loan is, so that it is decided and settled once. */
export async function lockCorrection(tx: Tx, id: CorrectionId): Promise<Correction | undefined> {
  const row = await select(tx).where('correction_id', '=', id).forUpdate().executeTakeFirst();
  return row && read(row);
}

export async function findCorrection(tx: Tx | Db, id: CorrectionId): Promise<Correction | undefined> {
  const row = await select(tx).where('correction_id', '=', id).executeTakeFirst();
  return row && read(row);
}

/** The newest first. */
export async function correctionsOf(tx: Tx | Db, loanId: LoanId): Promise<Correction[]> {
  const rows = await select(tx).where('loan_id', '=', loanId).orderBy('drafted_at', 'desc').limit(100).execute();
  return rows.map(read);
}

type Filter = {
  /** Null: of every branch. */
  branchCode: string | null;
  state: CorrectionState | undefined;
  kind: CorrectionKind | undefined;
};
/** The newest first, a page of them. */
export async function listCorrections(
  db: Db,
  { branchCode, state, kind }: Filter,
  { limit, offset }: { limit: number; offset: number },
): Promise<Correction[]> {
  let query = select(db);
  if (branchCode !== null) query = query.where('branch_code', '=', branchCode);
  if (state) query = query.where('state', '=', state);
  if (kind) query = query.where('kind', '=', kind);
  const rows = await query.orderBy('drafted_at', 'desc').orderBy('correction_id').limit(limit).offset(offset).execute();
  return rows.map(read);
}

export async function countCorrections(db: Db, { branchCode, state, kind }: Filter): Promise<number> {
  let query = db.selectFrom(TABLE).select(({ fn }) => fn.countAll<number>().as('total'));
  if (branchCode !== null) query = query.where('branch_code', '=', branchCode);
  if (state) query = query.where('state', '=', state);
  if (kind) query = query.where('kind', '=', kind);
  return (await query.executeTakeFirstOrThrow()).total;
}

export async function openCorrectionOf(tx: Tx | Db, loanId: LoanId): Promise<CorrectionId | undefined> {
  const row = await tx
    .selectFrom(TABLE)
    .select('correction_id')
    .where('loan_id', '=', loanId)
    .where('state', 'in', OPEN)
    .executeTakeFirst();
  return row?.correction_id as CorrectionId | undefined;
}

/** Whether money of this customer is on its way back. */
export async function hasOpenRefund(tx: Tx | Db, customerId: CustomerId): Promise<boolean> {
  const row = await tx
    .selectFrom(TABLE)
    .select('correction_id')
    .where('customer_id', '=', customerId)
    .where('state', 'in', ['approved', 'sent'] satisfies CorrectionState[])
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

export type Changed = Partial<{
  state: string;
  submitted_by: string;
  submitted_at: Instant;
  published_by: string;
  published_at: Instant;
  returned_by: string;
  returned_at: Instant;
  return_reason: string;
  request_no: string;
  from_account_no: string;
  amount_fen: number;
  effective_on: Correction['effectiveOn'];
  core_serial_no: string;
  refusal_code: string;
  settled_at: Instant;
}>;
export async function updateCorrection(tx: Tx, id: CorrectionId, changed: Changed): Promise<void> {
  await tx.updateTable(TABLE).set(changed).where('correction_id', '=', id).execute();
}

/** Whatever is settled, or sent already, stays as it is. */
export async function markRefundSent(tx: Tx, id: CorrectionId): Promise<void> {
  await tx
    .updateTable(TABLE)
    .set({ state: 'sent' satisfies CorrectionState })
    .where('correction_id', '=', id)
    .where('state', '=', 'approved' satisfies CorrectionState)
    .execute();
}

const read = (row: Row): Correction => ({
  id: row.correction_id as CorrectionId,
  loanId: row.loan_id as LoanId,
  customerId: row.customer_id as CustomerId,
  branchCode: row.branch_code,
  kind: row.kind as CorrectionKind,
  transactionId: row.transaction_id,
  amountFen: fen(row.amount_fen),
  effectiveOn: row.effective_on,
  paysOut: row.pays_out,
  coreNo: row.core_no,
  coreSerialNo: row.core_serial_no,
  requestNo: row.request_no,
  fromAccountNo: row.from_account_no,
  reason: row.reason,
  effect: row.preview as unknown as Effect,
  loanVersion: row.loan_version,
  state: row.state as CorrectionState,
  refusalCode: row.refusal_code,
  settledAt: row.settled_at,
  ...handledOf(row),
});
