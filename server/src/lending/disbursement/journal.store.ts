import { sql } from 'kysely';
import { fen, type BusinessDate, type Fen } from '@miaodai/values';
import type { Db } from '../../platform/db/connect.ts';

/** A payout as the core's journal should show it; without an end here nothing is known of it yet. */
export type PayoutInJournal = {
  requestNo: string;
  state: 'open' | 'booked' | 'refused';
  fromAccountNo: string;
  amountFen: Fen;
  serialNo: string | null;
  bookedOn: BusinessDate | null;
};

/** Those of these numbers that are payouts. */
export async function payoutsByNumber(db: Db, requestNos: readonly string[]): Promise<PayoutInJournal[]> {
  const rows = await db
    .selectFrom('disbursement.disbursements')
    .select(['transfer_no', 'state', 'from_account_no', 'amount_fen', 'core_serial_no', 'paid_on'])
    .where('transfer_no', '=', sql<string>`any(${[...requestNos]}::text[])`)
    .execute();
  return rows.map((row) => ({
    ...{ requestNo: row.transfer_no, fromAccountNo: row.from_account_no, amountFen: fen(row.amount_fen) },
    state: row.state === 'paid' ? 'booked' : row.state === 'refused' ? 'refused' : 'open',
    ...{ serialNo: row.core_serial_no, bookedOn: row.paid_on },
  }));
}

/** Numbers of what counts as paid by the core on a day, in their order. */
export async function payoutsPaidOn(
  db: Db,
  on: BusinessDate,
  { after, limit }: { after: string; limit: number },
): Promise<{ requestNo: string; serialNo: string }[]> {
  const rows = await db
    .selectFrom('disbursement.disbursements')
    .select(['transfer_no', 'core_serial_no'])
    .where('state', '=', 'paid')
    .where('paid_on', '=', on)
    .where('transfer_no', '>', after)
    .orderBy('transfer_no')
    .limit(limit)
    .execute();
  return rows.map((row) => ({ requestNo: row.transfer_no, serialNo: row.core_serial_no ?? '' }));
}
