import {
  fen,
  type ApplicationId,
  type BusinessDate,
  type ContractId,
  type CustomerId,
  type DisbursementId,
  type Instant,
  type LoanId,
} from '@miaodai/values';
import type { Vault } from '../../platform/crypto/vault.ts';
import type { Db, Tx } from '../../platform/db/connect.ts';
import type { Disbursement, DisbursementState } from './disbursement.rules.ts';

const TABLE = 'disbursement.disbursements';
const select = (tx: Tx | Db) =>
  tx
    .selectFrom(TABLE)
    .select(['disbursement_id', 'contract_id', 'application_id', 'customer_id', 'loan_id', 'transfer_no', 'amount_fen'])
    .select([
      'limit_fen',
      'from_account_no',
      'remark',
      'account_no_cipher',
      'state',
      'requested_at',
      'paid_on',
      'core_serial_no',
      'refusal_code',
    ]);
type Row = Awaited<ReturnType<ReturnType<typeof select>['executeTakeFirstOrThrow']>>;

export async function insertDisbursement(tx: Tx, vault: Vault, disbursement: Disbursement): Promise<void> {
  await tx
    .insertInto(TABLE)
    .values({
      disbursement_id: disbursement.id,
      contract_id: disbursement.contractId,
      application_id: disbursement.applicationId,
      customer_id: disbursement.customerId,
      loan_id: disbursement.loanId,
      transfer_no: disbursement.transferNo,
      amount_fen: disbursement.amountFen,
      limit_fen: disbursement.limitFen,
      from_account_no: disbursement.fromAccountNo,
      remark: disbursement.remark,
      account_no_cipher: vault.seal(`${TABLE}.account_no`, disbursement.id, disbursement.toAccountNo),
      state: disbursement.state,
      requested_at: disbursement.requestedAt,
    })
    .execute();
}

/** Locked, so that its outcome is settled once, by whoever comes first. */
export async function lockDisbursement(tx: Tx, vault: Vault, id: DisbursementId): Promise<Disbursement> {
  return read(await select(tx).where('disbursement_id', '=', id).forUpdate().executeTakeFirstOrThrow(), vault);
}

export async function ownDisbursement(
  db: Db | Tx,
  vault: Vault,
  id: DisbursementId,
  customerId: CustomerId,
): Promise<Disbursement | undefined> {
  const row = await select(db)
    .where('disbursement_id', '=', id)
    .where('customer_id', '=', customerId)
    .executeTakeFirst();
  return row && read(row, vault);
}

/** Of a contract, the latest first: a refused one may be followed by another. */
export async function disbursementsOf(tx: Tx | Db, vault: Vault, contractId: ContractId): Promise<Disbursement[]> {
  const rows = await select(tx)
    .where('contract_id', '=', contractId)
    .orderBy('requested_at', 'desc')
    .limit(20)
    .execute();
  return rows.map((row) => read(row, vault));
}

/** Whether a payout to this customer is on its way. */
export async function hasOpenPayout(db: Db | Tx, customerId: CustomerId): Promise<boolean> {
  const row = await db
    .selectFrom(TABLE)
    .select('disbursement_id')
    .where('customer_id', '=', customerId)
    .where('state', 'in', ['requested', 'sent'] satisfies DisbursementState[])
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

export async function readPaidDisbursement(
  tx: Tx,
  vault: Vault,
  id: DisbursementId,
): Promise<Disbursement | undefined> {
  const row = await select(tx).where('disbursement_id', '=', id).where('state', '=', 'paid').executeTakeFirst();
  return row && read(row, vault);
}

/** Whatever is settled, or sent already, stays as it is. */
export async function markSent(tx: Tx, id: DisbursementId): Promise<void> {
  await tx
    .updateTable(TABLE)
    .set({ state: 'sent' satisfies DisbursementState })
    .where('disbursement_id', '=', id)
    .where('state', '=', 'requested' satisfies DisbursementState)
    .execute();
}

export async function markPaid(
  tx: Tx,
  id: DisbursementId,
  receipt: { bookedOn: BusinessDate; coreSerialNo: string },
  settledAt: Instant,
): Promise<void> {
  await tx
    .updateTable(TABLE)
    .set({ state: 'paid', paid_on: receipt.bookedOn, core_serial_no: receipt.coreSerialNo, settled_at: settledAt })
    .where('disbursement_id', '=', id)
    .execute();
}

export async function markRefused(tx: Tx, id: DisbursementId, refusalCode: string, settledAt: Instant): Promise<void> {
  await tx
    .updateTable(TABLE)
    .set({ state: 'refused', refusal_code: refusalCode, settled_at: settledAt })
    .where('disbursement_id', '=', id)
    .execute();
}

function read(row: Row, vault: Vault): Disbursement {
  const id = row.disbursement_id as DisbursementId;
  return {
    id,
    contractId: row.contract_id as ContractId,
    applicationId: row.application_id as ApplicationId,
    customerId: row.customer_id as CustomerId,
    loanId: row.loan_id as LoanId,
    transferNo: row.transfer_no,
    amountFen: fen(row.amount_fen),
    limitFen: fen(row.limit_fen),
    fromAccountNo: row.from_account_no,
    remark: row.remark,
    toAccountNo: vault.open(`${TABLE}.account_no`, id, row.account_no_cipher),
    state: row.state as DisbursementState,
    requestedAt: row.requested_at,
    paidOn: row.paid_on,
    coreSerialNo: row.core_serial_no,
    refusalCode: row.refusal_code,
  };
}
