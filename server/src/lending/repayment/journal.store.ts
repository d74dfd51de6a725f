import { sql } from 'kysely';
import { fen, type BusinessDate, type Fen } from '@miaodai/values';
import type { Db, Tx } from '../../platform/db/connect.ts';

/** A repayment as the core's journal should show it; without an end here nothing is known of it yet. */
export type RepaymentInJournal = {
  requestNo: string;
  state: 'open' | 'booked' | 'refused';
  toAccountNo: string;
  amountFen: Fen;
  serialNo: string | null;
  bookedOn: BusinessDate | null;
};

/** Those of these numbers that are repayments. */
export async function repaymentsByNumber(db: Db, requestNos: readonly string[]): Promise<RepaymentInJournal[]> {
  const rows = await db
    .selectFrom('repayment.repayments')
    .select(['request_no', 'state', 'to_account_no', 'amount_fen', 'booked_fen', 'core_serial_no', 'booked_on'])
    .where('request_no', '=', sql<string>`any(${[...requestNos]}::text[])`)
    .execute();
  return rows.map((row) => ({
    ...{ requestNo: row.request_no, toAccountNo: row.to_account_no },
    state: row.state === 'booked' || row.state === 'refused' ? row.state : 'open',
    ...{ amountFen: fen(row.booked_fen ?? row.amount_fen), serialNo: row.core_serial_no, bookedOn: row.booked_on },
  }));
}

/** Numbers of what counts as booked by the core on a day, in their order. */
export async function repaymentsBookedOn(
  db: Db,
  on: BusinessDate,
  { after, limit }: { after: string; limit: number },
): Promise<{ requestNo: string; serialNo: string }[]> {
  const rows = await db
    .selectFrom('repayment.repayments')
    .select(['request_no', 'core_serial_no'])
    .where('state', '=', 'booked')
    .where('booked_on', '=', on)
    .where('request_no', '>', after)
    .orderBy('request_no')
    .limit(limit)
    .execute();
  return rows.map((row) => ({ requestNo: row.request_no, serialNo: row.core_serial_no ?? '' }));
}

/** Debits of a run that have gone out, or are to, and whose end is not known yet. */
export async function countOpenBatches(tx: Tx, runId: string): Promise<number> {
  const { open } = await tx
    .selectFrom('repayment.debit_batches')
    .select(({ fn }) => fn.countAll<number>().as('open'))
    .where('state', '=', 'open')
    .where('run_id', '=', runId)
    .executeTakeFirstOrThrow();
  return open;
}
