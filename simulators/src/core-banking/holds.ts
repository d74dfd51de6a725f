import type { Db } from '../db.ts';
import { fenOf } from '../yuan.ts';
import { lockAccounts, payerRefusal } from './accounts.ts';
import { under } from './codes.ts';

export type HoldMessage = { HOLD_NO: string; ACCT_NO: string; AMT: string; RMK: string };
type Hold = { accountNo: string; amountFen: number; active: boolean };

/** Idempotent on HOLD_NO. */
export function placeHold(db: Db, { HOLD_NO, ACCT_NO, AMT, RMK }: HoldMessage): Promise<object> {
  const amountFen = fenOf(AMT);
  return db.tx(async (query) => {
    // The account first: two calls under one number then meet here, and the second finds the first one's hold.
    const account = (await lockAccounts(query, [ACCT_NO])).get(ACCT_NO);
    const [known] = await query<Hold>(
      `select account_no as "accountNo", amount_fen as "amountFen", active from sim_core.holds where hold_no = $1`,
      [HOLD_NO],
    );
    if (known && (known.accountNo !== ACCT_NO || known.amountFen !== amountFen)) return under('2401', { HOLD_NO });
    if (known) return under('0000', { HOLD_NO, HOLD_STS: known.active ? 'A' : 'R' });
    if (amountFen <= 0) return under('2302', { HOLD_NO });
    const refusal = payerRefusal(account, amountFen);
    if (refusal) return under(refusal, { HOLD_NO });
    await query('insert into sim_core.holds (hold_no, account_no, amount_fen, remark) values ($1, $2, $3, $4)', [
      HOLD_NO,
      ACCT_NO,
      amountFen,
      RMK,
    ]);
    return under('0000', { HOLD_NO, HOLD_STS: 'A' });
  });
}

/** May be repeated. */
export async function releaseHold(db: Db, HOLD_NO: string): Promise<object> {
  const released = await db.query('update sim_core.holds set active = false where hold_no = $1 returning hold_no', [
    HOLD_NO,
  ]);
  return released.length > 0 ? under('0000', { HOLD_NO, HOLD_STS: 'R' }) : under('2402', { HOLD_NO });
}
