import type { Db, Query } from '../db.ts';
import type { Fault } from '../faults.ts';
import { fenOf, yuanOf } from '../yuan.ts';
import { lockAccounts, payeeRefusal, payerRefusal, type Account } from './accounts.ts';
import { FINAL_REFUSALS, RET_MSG, under } from './codes.ts';

export type TransferMessage = {
  TRAN_NO: string;
  FROM_ACCT: string;
  TO_ACCT: string;
  AMT: string;
  CCY: string;
  RMK: string;
};
export type Request = {
  tranNo: string;
  fromAcct: string;
  toAcct: string;
  amountFen: number;
  /** The least that may be taken; a transfer's is its amount. */
  leastFen: number;
  remark: string;
  state: 'new' | 'in-flight' | 'processing' | 'booked' | 'refused';
  retCode: string | null;
  inquiriesLeft: number;
};
export type Day = () => string;

/** Idempotent on TRAN_NO: whatever is asked under a number, its first result stands for ever. */
export function transfer(db: Db, today: Day, message: TransferMessage, quirk?: Fault): Promise<object> {
  const { TRAN_NO } = message;
  if (quirk?.kind === 'refuse' && !FINAL_REFUSALS.has(quirk.code)) {
    return Promise.resolve(under(quirk.code, { TRAN_NO }));
  }
  return db.tx(async (query) => {
    const request = await takeNumber(query, message);
    if (!sameContent(request, message)) return under('2301', { TRAN_NO });
    if (quirk?.kind === 'duplicate-accept') return bookTwice(query, request, today());
    if (request.state === 'booked') return receipt(query, request);
    if (request.state === 'refused') return under(request.retCode ?? '9999', { TRAN_NO });
    if (request.state === 'processing') return under('1001', { TRAN_NO });
    if (request.state === 'new' && quirk) {
      if (quirk.kind === 'refuse') return refuse(query, request, quirk.code);
      if (quirk.kind === 'processing') return park(query, request, 'processing', quirk.inquiries);
      if (quirk.kind === 'absent-then-appears') return park(query, request, 'in-flight', quirk.inquiries);
    }
    return book(query, request, today());
  });
}

/** What became of a number. A parked transfer is carried out once it has been asked about often enough. */
export function inquire(db: Db, today: Day, TRAN_NO: string): Promise<object> {
  return db.tx(async (query) => {
    const request = await lockRequest(query, TRAN_NO);
    if (!request) return under('3404', { TRAN_NO });
    if (request.state === 'processing' || request.state === 'in-flight') {
      if (request.inquiriesLeft > 0) {
        await query('update sim_core.requests set inquiries_left = inquiries_left - 1 where tran_no = $1', [TRAN_NO]);
        return request.state === 'processing' ? under('0000', { TRAN_NO, TRAN_STS: 'P' }) : under('3404', { TRAN_NO });
      }
      await book(query, request, today());
      return statusOf(query, (await lockRequest(query, TRAN_NO)) ?? request);
    }
    return statusOf(query, request);
  });
}

async function statusOf(query: Query, request: Request): Promise<object> {
  if (request.state === 'booked') return { ...(await receipt(query, request)), TRAN_STS: 'S' };
  const code = request.retCode ?? '9999';
  return under('0000', {
    TRAN_NO: request.tranNo,
    TRAN_STS: 'F',
    ORIG_CODE: code,
    ORIG_MSG: RET_MSG[code] ?? '交易拒绝',
  });
}

/** The number's row, locked: made now, or found as an earlier request left it. */
async function takeNumber(query: Query, message: TransferMessage): Promise<Request> {
  await query(
    `insert into sim_core.requests (tran_no, from_acct, to_acct, amount_fen, least_fen, remark, state)
     values ($1, $2, $3, $4, $4, $5, 'new')
     on conflict do nothing`,
    [message.TRAN_NO, message.FROM_ACCT, message.TO_ACCT, fenOf(message.AMT), message.RMK],
  );
  const request = await lockRequest(query, message.TRAN_NO);
  if (!request) throw new Error('request vanished');
  return request;
}

export const REQUEST_COLUMNS = `
  tran_no as "tranNo", from_acct as "fromAcct", to_acct as "toAcct", amount_fen as "amountFen", least_fen as "leastFen", remark,
  state, ret_code as "retCode", inquiries_left as "inquiriesLeft"`;

async function lockRequest(query: Query, tranNo: string): Promise<Request | undefined> {
  const [request] = await query<Request>(
    `select ${REQUEST_COLUMNS} from sim_core.requests where tran_no = $1 for update`,
    [tranNo],
  );
  return request;
}

const sameContent = (request: Request, message: TransferMessage) =>
  request.fromAcct === message.FROM_ACCT &&
  request.toAcct === message.TO_ACCT &&
  request.amountFen === fenOf(message.AMT) &&
  request.leastFen === request.amountFen;

async function book(query: Query, request: Request, day: string): Promise<object> {
  const verdict = await verdictOn(query, request);
  if ('code' in verdict) return refuse(query, request, verdict.code);
  await moveMoney(query, request, verdict.takenFen, day);
  return receipt(query, request);
}

/** A core without idempotency: a new number is booked twice at once, a known one again. */
async function bookTwice(query: Query, request: Request, day: string): Promise<object> {
  const answer = await book(query, request, day);
  if (request.state === 'new' && (answer as { RET_CODE?: string }).RET_CODE === '0000') {
    await moveMoney(query, request, request.amountFen, day);
  }
  return answer;
}

async function verdictOn(query: Query, request: Request): Promise<Verdict> {
  return verdictBy(request, await lockAccounts(query, [request.fromAcct, request.toAcct]));
}

/** Refused under a code; or how much is taken: what is there, where less than all may be. */
export type Verdict = { code: string } | { takenFen: number };
export function verdictBy(request: Request, accounts: ReadonlyMap<string, Account>): Verdict {
  const { fromAcct, toAcct, amountFen, leastFen } = request;
  if (amountFen <= 0 || leastFen <= 0 || leastFen > amountFen) return { code: '2302' };
  if (fromAcct === toAcct) return { code: '2303' };
  const payer = accounts.get(fromAcct);
  const code = payerRefusal(payer, leastFen) ?? payeeRefusal(accounts.get(toAcct));
  if (code !== undefined || !payer) return { code: code ?? '2101' };
  return { takenFen: Math.min(amountFen, payer.balanceFen - payer.heldFen) };
}

async function refuse(query: Query, request: Request, code: string): Promise<object> {
  await query(`update sim_core.requests set state = 'refused', ret_code = $2 where tran_no = $1`, [
    request.tranNo,
    code,
  ]);
  return under(code, { TRAN_NO: request.tranNo });
}

async function park(query: Query, request: Request, state: 'processing' | 'in-flight', inquiries: number) {
  await query('update sim_core.requests set state = $2, inquiries_left = $3 where tran_no = $1', [
    request.tranNo,
    state,
    inquiries,
  ]);
  return under('1001', { TRAN_NO: request.tranNo });
}

/** Both balances, the journal's line and the number's state in one statement; the accounts are locked already. */
const moveMoney = (query: Query, request: Request, takenFen: number, day: string) =>
  query(
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
     ), known as (
       update sim_core.requests
       set state = 'booked'
       where tran_no = $1
     )
     insert into sim_core.bookings
       (tran_no, from_acct, to_acct, amount_fen, remark, from_balance_fen, to_balance_fen, acct_date)
     select $1, $2, $3, $4, $5, payer.balance_fen, payee.balance_fen, $6::date
     from payer, payee`,
    [request.tranNo, request.fromAcct, request.toAcct, takenFen, request.remark, day],
  );

/** The first booking under the number. */
async function receipt(query: Query, { tranNo }: Request): Promise<object> {
  const [booking] = await query<Booking>(
    `select ${BOOKING_COLUMNS} from sim_core.bookings where tran_no = $1 order by id limit 1`,
    [tranNo],
  );
  if (!booking) throw new Error('booked without a booking');
  return under('0000', bookingFields(booking));
}

export type Booking = {
  id: number;
  tranNo: string;
  fromAcct: string;
  toAcct: string;
  amountFen: number;
  acctDate: string;
};
export const BOOKING_COLUMNS = `
  id, tran_no as "tranNo", from_acct as "fromAcct", to_acct as "toAcct", amount_fen as "amountFen",
  to_char(acct_date, 'YYYYMMDD') as "acctDate"`;

export const bookingFields = (booking: Booking) => ({
  TRAN_NO: booking.tranNo,
  CORE_SEQ: coreSeq(booking.id),
  ACCT_DATE: booking.acctDate,
  FROM_ACCT: booking.fromAcct,
  TO_ACCT: booking.toAcct,
  AMT: yuanOf(booking.amountFen),
  CCY: 'CNY',
});

export const coreSeq = (id: number): string => `C${String(id).padStart(12, '0')}`;
