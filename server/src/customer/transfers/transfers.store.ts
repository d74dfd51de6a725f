import { sql } from 'kysely';
import { fen, type BusinessDate, type CustomerId, type Instant } from '@miaodai/values';
import type { Vault } from '../../platform/crypto/vault.ts';
import type { Db, Tx } from '../../platform/db/connect.ts';
import type {
  Direction,
  Leg,
  LegReceipt,
  LegState,
  Step,
  Transfer,
  TransferId,
  TransferState,
  Used,
} from './transfers.rules.ts';

const TABLE = 'transfers.transfers';
const select = (tx: Tx | Db) =>
  tx
    .selectFrom(TABLE)
    .select([
      'transfer_id',
      'customer_id',
      'direction',
      'amount_fen',
      'account_no_cipher',
      'card_no_cipher',
      'bank_name',
    ])
    .select(['clearing_account_no', 'state', 'refusal_code', 'serial_no', 'asked_on', 'requested_at', 'settled_at']);
type Row = Awaited<ReturnType<ReturnType<typeof select>['executeTakeFirstOrThrow']>>;

export async function insertTransfer(tx: Tx, vault: Vault, transfer: Transfer): Promise<void> {
  await tx
    .insertInto(TABLE)
    .values({
      transfer_id: transfer.id,
      customer_id: transfer.customerId,
      direction: transfer.direction,
      amount_fen: transfer.amountFen,
      account_no_cipher: vault.seal(`${TABLE}.account_no`, transfer.id, transfer.accountNo),
      card_no_cipher: vault.seal(`${TABLE}.card_no`, transfer.id, transfer.cardNo),
      bank_name: transfer.bankName,
      clearing_account_no: transfer.clearingAccountNo,
      state: transfer.state,
      asked_on: transfer.askedOn,
      requested_at: transfer.requestedAt,
    })
    .execute();
}

/** Whatever of a customer's transfers is counted or begun takes its turn. */
export async function lockTransfersOf(tx: Tx, customerId: CustomerId): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('transfers:' || ${customerId}, 0))`.execute(tx);
}

/** Locked, so that its outcome is settled once, by whoever comes first. */
export async function lockTransfer(tx: Tx, vault: Vault, id: TransferId): Promise<Transfer> {
  return read(await select(tx).where('transfer_id', '=', id).forUpdate().executeTakeFirstOrThrow(), vault);
}

export async function ownTransfer(
  db: Db | Tx,
  vault: Vault,
  id: TransferId,
  customerId: CustomerId,
): Promise<Transfer | undefined> {
  const row = await select(db).where('transfer_id', '=', id).where('customer_id', '=', customerId).executeTakeFirst();
  return row && read(row, vault);
}

/** Newest first. */
export async function transfersOf(db: Db | Tx, vault: Vault, customerId: CustomerId): Promise<Transfer[]> {
  const rows = await select(db)
    .where('customer_id', '=', customerId)
    .orderBy('requested_at', 'desc')
    .limit(100)
    .execute();
  return rows.map((row) => read(row, vault));
}

export async function transfersBy(db: Db, vault: Vault, ids: readonly string[]): Promise<Map<string, Transfer>> {
  const rows = await select(db)
    .where('transfer_id', '=', sql<string>`any(${[...new Set(ids)]}::uuid[])`)
    .execute();
  return new Map(rows.map((row) => [row.transfer_id, read(row, vault)]));
}

/** What is refused has moved nothing, and counts for nothing. */
export async function usedLimits(
  db: Db | Tx,
  customerId: CustomerId,
  direction: Direction,
  today: BusinessDate,
): Promise<Used> {
  const { rows } = await sql<{ today_fen: number; year_fen: number }>`
    select coalesce(sum(amount_fen) filter (where asked_on = ${today}), 0)::bigint as today_fen,
           coalesce(sum(amount_fen), 0)::bigint as year_fen
    from transfers.transfers
    where customer_id = ${customerId}
      and direction = ${direction}
      and state <> 'refused'
      and asked_on >= date_trunc('year', ${today}::date)`.execute(db);
  return { todayFen: fen(rows[0]?.today_fen ?? 0), thisYearFen: fen(rows[0]?.year_fen ?? 0) };
}

/** Whether anything is on its way to or from the account. */
export async function hasOpenTransfers(db: Db | Tx, customerId: CustomerId): Promise<boolean> {
  const row = await db
    .selectFrom(TABLE)
    .select('transfer_id')
    .where('customer_id', '=', customerId)
    .where('state', 'in', ['requested', 'sent', 'returning'])
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

export async function moveTransfer(
  tx: Tx,
  id: TransferId,
  to: { state: TransferState; refusalCode?: string; serialNo?: string; settledAt?: Instant },
): Promise<void> {
  await tx
    .updateTable(TABLE)
    .set({
      state: to.state,
      ...(to.refusalCode === undefined ? {} : { refusal_code: to.refusalCode }),
      ...(to.serialNo === undefined ? {} : { serial_no: to.serialNo }),
      ...(to.settledAt === undefined ? {} : { settled_at: to.settledAt }),
    })
    .where('transfer_id', '=', id)
    .execute();
}

export async function insertLeg(tx: Tx, leg: Leg, openedAt: Instant): Promise<void> {
  await tx
    .insertInto('transfers.legs')
    .values({
      leg_id: leg.id,
      transfer_id: leg.transferId,
      step: leg.step,
      request_no: leg.requestNo,
      state: leg.state,
      opened_at: openedAt,
    })
    .execute();
}

const LEG_COLUMNS = ['leg_id', 'transfer_id', 'step', 'request_no', 'state'] as const;

export async function openLeg(tx: Tx, transferId: TransferId): Promise<Leg | undefined> {
  const row = await tx
    .selectFrom('transfers.legs')
    .select(LEG_COLUMNS)
    .where('transfer_id', '=', transferId)
    .where('state', '=', 'open')
    .executeTakeFirst();
  return row && readLeg(row);
}

export async function readLegBy(tx: Tx, legId: string): Promise<Leg> {
  return readLeg(
    await tx.selectFrom('transfers.legs').select(LEG_COLUMNS).where('leg_id', '=', legId).executeTakeFirstOrThrow(),
  );
}

export async function settleLegRow(
  tx: Tx,
  legId: string,
  end: { state: 'done'; receipt: LegReceipt } | { state: 'refused'; code: string },
  settledAt: Instant,
): Promise<void> {
  await tx
    .updateTable('transfers.legs')
    .set({
      state: end.state,
      settled_at: settledAt,
      ...(end.state === 'done'
        ? { serial_no: end.receipt.serialNo, booked_on: end.receipt.bookedOn }
        : { refusal_code: end.code }),
    })
    .where('leg_id', '=', legId)
    .execute();
}

/** Which of these numbers are legs of transfers, and of what kind. */
export async function stepsOf(
  db: Db,
  requestNos: readonly string[],
): Promise<Map<string, { direction: Direction; step: Step }>> {
  if (requestNos.length === 0) return new Map();
  const rows = await db
    .selectFrom('transfers.legs as l')
    .innerJoin('transfers.transfers as t', 't.transfer_id', 'l.transfer_id')
    .select(['l.request_no', 'l.step', 't.direction'])
    .where('l.request_no', '=', sql<string>`any(${[...requestNos]}::text[])`)
    .execute();
  return new Map(rows.map((row) => [row.request_no, row as { direction: Direction; step: Step }]));
}

const readLeg = (row: {
  leg_id: string;
  transfer_id: string;
  step: string;
  request_no: string;
  state: string;
}): Leg => ({
  id: row.leg_id,
  transferId: row.transfer_id as TransferId,
  step: row.step as Step,
  requestNo: row.request_no,
  state: row.state as LegState,
});

function read(row: Row, vault: Vault): Transfer {
  const id = row.transfer_id as TransferId;
  return {
    id,
    customerId: row.customer_id as CustomerId,
    direction: row.direction as Direction,
    amountFen: fen(row.amount_fen),
    accountNo: vault.open(`${TABLE}.account_no`, id, row.account_no_cipher),
    cardNo: vault.open(`${TABLE}.card_no`, id, row.card_no_cipher),
    bankName: row.bank_name,
    clearingAccountNo: row.clearing_account_no,
    state: row.state as TransferState,
    refusalCode: row.refusal_code,
    serialNo: row.serial_no,
    askedOn: row.asked_on,
    requestedAt: row.requested_at,
    settledAt: row.settled_at,
  };
}
