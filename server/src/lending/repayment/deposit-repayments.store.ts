import { fen, type CustomerId, type Fen, type Instant } from '@miaodai/values';
import type { Vault } from '../../platform/crypto/vault.ts';
import type { Db, Tx } from '../../platform/db/connect.ts';
import type { DepositLeg, DepositRepayment, DepositState, DepositStep } from './deposit.rules.ts';
import type { RepaymentId } from './repayment.rules.ts';

const TABLE = 'repayment.deposit_repayments';
const LEGS = 'repayment.deposit_legs';

const select = (tx: Tx | Db) =>
  tx.selectFrom(TABLE).select(['repayment_id', 'deposit_no_cipher', 'loan_no', 'paid_out_fen', 'state']);
type Row = Awaited<ReturnType<ReturnType<typeof select>['executeTakeFirstOrThrow']>>;

export async function insertDepositRepayment(tx: Tx, vault: Vault, is: DepositRepayment): Promise<void> {
  await tx
    .insertInto(TABLE)
    .values({
      repayment_id: is.id,
      deposit_no_cipher: vault.seal(`${TABLE}.deposit_no`, is.id, is.depositNo),
      loan_no: is.loanNo,
      state: is.state,
    })
    .execute();
}

/** Locked, so that the end of a leg is settled once, by whoever comes first. */
export async function lockDepositRepayment(tx: Tx, vault: Vault, id: RepaymentId): Promise<DepositRepayment> {
  return read(await select(tx).where('repayment_id', '=', id).forUpdate().executeTakeFirstOrThrow(), vault);
}

export async function readDepositRepayment(
  tx: Tx | Db,
  vault: Vault,
  id: RepaymentId,
): Promise<DepositRepayment | undefined> {
  const row = await select(tx).where('repayment_id', '=', id).executeTakeFirst();
  return row && read(row, vault);
}

export async function moveDepositRepayment(
  tx: Tx,
  id: RepaymentId,
  { state, paidOutFen }: { state: DepositState; paidOutFen: Fen | undefined },
): Promise<void> {
  await tx
    .updateTable(TABLE)
    .set({ state, ...(paidOutFen === undefined ? {} : { paid_out_fen: paidOutFen }) })
    .where('repayment_id', '=', id)
    .execute();
}

/** Once nothing demands it any more: the repayment stays, the deposit's number goes. */
export async function eraseDepositRepayments(tx: Tx, vault: Vault, customerId: CustomerId): Promise<void> {
  const rows = await tx
    .selectFrom(TABLE)
    .innerJoin('repayment.repayments', 'repayment.repayments.repayment_id', `${TABLE}.repayment_id`)
    .select(`${TABLE}.repayment_id as id`)
    .where('repayment.repayments.customer_id', '=', customerId)
    .execute();
  for (const { id } of rows) {
    await tx
      .updateTable(TABLE)
      .set({ deposit_no_cipher: vault.seal(`${TABLE}.deposit_no`, id, '') })
      .where('repayment_id', '=', id)
      .execute();
  }
}

export async function insertLeg(tx: Tx, leg: DepositLeg, openedAt: Instant): Promise<void> {
  await tx
    .insertInto(LEGS)
    .values({
      leg_id: leg.id,
      repayment_id: leg.repaymentId,
      step: leg.step,
      request_no: leg.requestNo,
      state: leg.state,
      opened_at: openedAt,
    })
    .execute();
}

const selectLeg = (tx: Tx) =>
  tx.selectFrom(LEGS).select(['leg_id', 'repayment_id', 'step', 'request_no', 'state', 'refusal_code']);
const readLeg = (row: Awaited<ReturnType<ReturnType<typeof selectLeg>['executeTakeFirstOrThrow']>>): DepositLeg => ({
  ...{ id: row.leg_id, repaymentId: row.repayment_id as RepaymentId, requestNo: row.request_no },
  ...{ step: row.step as DepositStep, state: row.state as DepositLeg['state'] },
});

export async function openLegOf(tx: Tx, id: RepaymentId): Promise<DepositLeg | undefined> {
  const row = await selectLeg(tx).where('repayment_id', '=', id).where('state', '=', 'open').executeTakeFirst();
  return row && readLeg(row);
}

export const readLegBy = async (tx: Tx, legId: string): Promise<DepositLeg> =>
  readLeg(await selectLeg(tx).where('leg_id', '=', legId).executeTakeFirstOrThrow());

export async function settleLegRow(
  tx: Tx,
  legId: string,
  end: { is: 'done' } | { is: 'refused'; code: string },
  settledAt: Instant,
): Promise<void> {
  await tx
    .updateTable(LEGS)
    .set({ state: end.is, refusal_code: end.is === 'refused' ? end.code : null, settled_at: settledAt })
    .where('leg_id', '=', legId)
    .execute();
}

const read = (row: Row, vault: Vault): DepositRepayment => ({
  id: row.repayment_id as RepaymentId,
  depositNo: vault.open(`${TABLE}.deposit_no`, row.repayment_id, row.deposit_no_cipher),
  loanNo: row.loan_no,
  paidOutFen: row.paid_out_fen === null ? null : fen(row.paid_out_fen),
  state: row.state as DepositState,
});
