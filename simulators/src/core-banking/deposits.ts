import type { Query } from '../db.ts';
import { yuanOf } from '../yuan.ts';
import { DEPOSITS_ACCOUNT, findAccount, lockAccounts, payeeRefusal } from './accounts.ts';
import { under } from './codes.ts';

// Time deposits: pledged for a loan, freed, paid out early or on time (interface, sections 15 and 16).

export type DepositState = 'pledged' | 'free' | 'redeemed';
export type PledgeMessage = { REQ_NO: string; ACCT_NO: string; DEP_NO: string; LOAN_NO: string };
export type RedeemMessage = Omit<PledgeMessage, 'LOAN_NO'>;
export type DepositRequest =
  | { type: 'RELS'; message: PledgeMessage }
  | { type: 'REDM'; message: RedeemMessage }
  | { type: 'PLDG'; message: PledgeMessage };
type Deposit = {
  depositNo: string;
  principalFen: number;
  ratePpm: number;
  maturesOn: string;
  state: DepositState;
  pledgedFor: string | null;
  earlyFen: number;
  maturityFen: number;
};

const DEP_STS: Record<DepositState, string> = { pledged: 'P', free: 'F', redeemed: 'R' };
/** What money bears that is withdrawn before its day. */
const EARLY_RATE_PPM = 500;

/** $1 is the day that is asked about. */
const COLUMNS = `
  deposit_no as "depositNo", principal_fen as "principalFen", rate_ppm as "ratePpm",
  to_char(matures_on, 'YYYYMMDD') as "maturesOn", state, pledged_for as "pledgedFor",
  (principal_fen + round(principal_fen::numeric *
    case when $1::date >= matures_on then rate_ppm * (matures_on - opened_on)
         else ${EARLY_RATE_PPM} * greatest($1::date - opened_on, 0) end / 365 / 1000000))::bigint as "earlyFen",
  (principal_fen + round(principal_fen::numeric * rate_ppm * (matures_on - opened_on) / 365 / 1000000))::bigint as "maturityFen"`;

export async function listDeposits(query: Query, day: string, ACCT_NO: string): Promise<object> {
  if (!(await findAccount(query, ACCT_NO))) return under('3405', { ACCT_NO });
  const rows = await query<Deposit>(
    `select ${COLUMNS} from sim_core.deposits where account_no = $2 order by deposit_no`,
    [day, ACCT_NO],
  );
  const LIST = rows.map((row) => ({
    DEP_NO: row.depositNo,
    AMT: yuanOf(row.principalFen),
    RATE: `${Math.floor(row.ratePpm / 10_000)}.${String(row.ratePpm % 10_000).padStart(4, '0')}`,
    MATURES: row.maturesOn,
    DEP_STS: DEP_STS[row.state],
    LOAN_NO: row.pledgedFor ?? '',
    EARLY_AMT: yuanOf(row.earlyFen),
    MATUR_AMT: yuanOf(row.maturityFen),
    CCY: 'CNY',
  }));
  return under('0000', { ACCT_NO, LIST });
}

export async function performDeposit(
  query: Query,
  { type, message }: DepositRequest,
  day: string,
): Promise<{ retCode: string } | { answer: Readonly<Record<string, string>> }> {
  const { ACCT_NO, DEP_NO, REQ_NO } = message;
  const [deposit] = await query<Deposit>(
    `select ${COLUMNS} from sim_core.deposits where deposit_no = $2 and account_no = $3 for update`,
    [day, DEP_NO, ACCT_NO],
  );
  if (!deposit) return { retCode: '2531' };
  if (deposit.state === 'redeemed') return { retCode: '2534' };
  if (type === 'REDM') {
    if (deposit.state === 'pledged') return { retCode: '2533' };
    if (!(await payOut(query, { REQ_NO, ACCT_NO }, deposit.earlyFen, day))) return { retCode: '2535' };
    return moved(query, DEP_NO, { state: 'redeemed', pledgedFor: null }, deposit.earlyFen);
  }
  const theirs = deposit.state === 'pledged' && deposit.pledgedFor === message.LOAN_NO;
  if (type === 'RELS') return theirs ? moved(query, DEP_NO, { state: 'free', pledgedFor: null }) : { retCode: '2532' };
  if (deposit.state === 'pledged' && !theirs) return { retCode: '2533' };
  return moved(query, DEP_NO, { state: 'pledged', pledgedFor: message.LOAN_NO });
}

async function moved(
  query: Query,
  DEP_NO: string,
  to: { state: DepositState; pledgedFor: string | null },
  paidFen = 0,
) {
  await query('update sim_core.deposits set state = $2, pledged_for = $3 where deposit_no = $1', [
    DEP_NO,
    to.state,
    to.pledgedFor,
  ]);
  return { answer: { DEP_NO, DEP_STS: DEP_STS[to.state], PAID_AMT: yuanOf(paidFen), CCY: 'CNY' } };
}

/** A movement of the account that is no line of the channels' journal. */
async function payOut(
  query: Query,
  { REQ_NO, ACCT_NO }: { REQ_NO: string; ACCT_NO: string },
  amountFen: number,
  day: string,
): Promise<boolean> {
  const from = DEPOSITS_ACCOUNT.accountNo;
  const accounts = await lockAccounts(query, [from, ACCT_NO]);
  if (payeeRefusal(accounts.get(ACCT_NO))) return false;
  await query(
    `with payer as (
       update sim_core.accounts
       set balance_fen = balance_fen - $4
       where account_no = $2
       returning balance_fen
     ), payee as (
       update sim_core.accounts
       set balance_fen = balance_fen + $4
       where account_no = $3
       returning balance_fen
     )
     insert into sim_core.bookings
       (tran_no, in_journal, from_acct, to_acct, amount_fen, remark, from_balance_fen, to_balance_fen, acct_date)
     select $1, false, $2, $3, $4, '定期存单支取', payer.balance_fen, payee.balance_fen, $5::date
     from payer, payee`,
    [REQ_NO, from, ACCT_NO, amountFen, day],
  );
  return true;
}
