import { distorted } from '../delivery.ts';
import type { Db, Query } from '../db.ts';
import type { Fault } from '../faults.ts';
import { fenOf } from '../yuan.ts';
import { lockAccounts, type Account } from './accounts.ts';
import { coreDialect, FINAL_REFUSALS, under } from './codes.ts';
import {
  BOOKING_COLUMNS,
  bookingFields,
  REQUEST_COLUMNS,
  verdictBy,
  type Booking,
  type Day,
  type Request,
} from './transfers.ts';

// Many debits in one message (interface, section 14): a few statements for all items, so that 500 of them cost little.

export type ItemMessage = { TRAN_NO: string; FROM_ACCT: string; AMT: string; MIN_AMT: string; RMK: string };
export type BatchMessage = { BATCH_NO: string; TO_ACCT: string; LIST: ItemMessage[] };
type FaultOfItem = (item: Record<string, unknown>) => Promise<Fault | undefined>;
type Wanted = { item: ItemMessage; request: Request; quirk: Fault | undefined };
type Settled = { tranNo: string; state: Request['state']; retCode: string | null; inquiriesLeft: number };
type Taken = { tranNo: string; fromAcct: string; fen: number; remark: string; fromBalance: number; toBalance: number };

export async function batchDebit(
  db: Db,
  today: Day,
  message: BatchMessage,
  faultOfItem: FaultOfItem,
  quirk: Fault | undefined,
): Promise<object> {
  const { BATCH_NO, TO_ACCT } = message;
  // Carried out by halves: what the second half asks for has not happened when the connection breaks.
  const half = quirk?.kind === 'half-applied';
  const items = half ? message.LIST.slice(0, Math.ceil(message.LIST.length / 2)) : message.LIST;
  const faults = new Map<string, Fault | undefined>();
  for (const item of items) faults.set(item.TRAN_NO, await faultOfItem({ BATCH_NO, TO_ACCT, ...item }));
  const answers = await db.tx((query) => carryOut(query, today(), { ...message, LIST: items }, faults));
  const list = items.map((item) => {
    const answer = answers.get(item.TRAN_NO) ?? under('9999', { TRAN_NO: item.TRAN_NO });
    return distorted(answer, faults.get(item.TRAN_NO), { ...coreDialect, number: 'TRAN_NO' });
  });
  return under('0000', { BATCH_NO, TOTAL_CNT: list.length, LIST: withQuirk(list, quirk) });
}

function withQuirk(list: object[], quirk: Fault | undefined): object[] {
  const last = list.at(-1);
  if (quirk?.kind === 'missing-line') return list.slice(0, -1);
  if (quirk?.kind === 'duplicate-line' && last) return [...list, last];
  if (quirk?.kind === 'extra-line' && last) return [...list, { ...last, TRAN_NO: 'UNKNOWN0001' }];
  return list;
}

/** @returns the answer to each item by its number. */
async function carryOut(
  query: Query,
  day: string,
  { TO_ACCT, LIST }: BatchMessage,
  faults: ReadonlyMap<string, Fault | undefined>,
): Promise<Map<string, object>> {
  const answers = new Map<string, object>();
  // Said before anything is read, and nothing is kept of it.
  const asked = LIST.filter(({ TRAN_NO }) => {
    const quirk = faults.get(TRAN_NO);
    const code = quirk?.kind === 'refuse' && !FINAL_REFUSALS.has(quirk.code) ? quirk.code : notDoneBy(quirk);
    if (code) answers.set(TRAN_NO, under(code, { TRAN_NO }));
    return code === undefined;
  });
  const known = await takeNumbers(query, TO_ACCT, asked);
  const wanted = asked.map((item) => ({ item, quirk: faults.get(item.TRAN_NO), request: known.get(item.TRAN_NO) }));
  const open: Wanted[] = [];
  const booked: string[] = [];
  for (const { item, quirk, request } of wanted) {
    const { TRAN_NO } = item;
    if (!request || !sameContent(request, item, TO_ACCT)) answers.set(TRAN_NO, under('2301', { TRAN_NO }));
    else if (request.state === 'refused') answers.set(TRAN_NO, under(request.retCode ?? '9999', { TRAN_NO }));
    else if (request.state === 'processing') answers.set(TRAN_NO, under('1001', { TRAN_NO }));
    else if (request.state === 'booked' && quirk?.kind !== 'duplicate-accept') booked.push(TRAN_NO);
    else open.push({ item, quirk, request });
  }
  const { settled, codes } = await book(query, day, TO_ACCT, open);
  for (const [tranNo, code] of codes) answers.set(tranNo, under(code, { TRAN_NO: tranNo }));
  const first = await query<Booking>(
    `select distinct on (tran_no) ${BOOKING_COLUMNS}
     from sim_core.bookings
     where tran_no = any($1)
     order by tran_no, id`,
    [[...booked, ...settled]],
  );
  for (const line of first) answers.set(line.tranNo, under('0000', bookingFields(line)));
  return answers;
}

const notDoneBy = (quirk: Fault | undefined): string | undefined =>
  quirk?.kind === 'success-code-with-failure-text' && !quirk.applied ? '9999' : undefined;

async function takeNumbers(query: Query, toAcct: string, items: readonly ItemMessage[]): Promise<Map<string, Request>> {
  const rows = items.map((item) => ({
    ...{ tran_no: item.TRAN_NO, from_acct: item.FROM_ACCT, to_acct: toAcct, remark: item.RMK },
    ...{ amount_fen: fenOf(item.AMT), least_fen: fenOf(item.MIN_AMT) },
  }));
  await query(
    `insert into sim_core.requests (tran_no, from_acct, to_acct, amount_fen, least_fen, remark, state)
     select tran_no, from_acct, to_acct, amount_fen, least_fen, remark, 'new'
     from jsonb_to_recordset($1::jsonb)
       as item (tran_no text, from_acct text, to_acct text, amount_fen bigint, least_fen bigint, remark text)
     order by tran_no
     on conflict do nothing`,
    [JSON.stringify(rows)],
  );
  const found = await query<Request>(
    `select ${REQUEST_COLUMNS} from sim_core.requests where tran_no = any($1) order by tran_no for update`,
    [items.map((item) => item.TRAN_NO)],
  );
  return new Map(found.map((request) => [request.tranNo, request]));
}

const sameContent = (request: Request, item: ItemMessage, toAcct: string): boolean =>
  request.fromAcct === item.FROM_ACCT &&
  request.toAcct === toAcct &&
  request.amountFen === fenOf(item.AMT) &&
  request.leastFen === fenOf(item.MIN_AMT);

/** @returns the numbers that are booked now, and the codes of those that are not. */
async function book(query: Query, day: string, toAcct: string, open: readonly Wanted[]) {
  const locked = await lockAccounts(query, [...new Set([toAcct, ...open.map(({ request }) => request.fromAcct)])]);
  // Changed as the items go, in their order: one payer may have several.
  const accounts = new Map([...locked].map(([no, account]) => [no, { ...account }]));
  const changes: Settled[] = [];
  const taken: Taken[] = [];
  const codes = new Map<string, string>();
  for (const { request, quirk } of open) {
    const { tranNo } = request;
    const parked = request.state === 'new' ? parkedBy(quirk) : undefined;
    const verdict = quirk?.kind === 'refuse' ? { code: quirk.code } : verdictBy(request, accounts);
    if (parked || 'code' in verdict) {
      const code = parked ? '1001' : 'code' in verdict ? verdict.code : '9999';
      codes.set(tranNo, code);
      changes.push({ tranNo, ...(parked ?? { state: 'refused', retCode: code, inquiriesLeft: 0 }) });
      continue;
    }
    const times = quirk?.kind === 'duplicate-accept' && request.state === 'new' ? 2 : 1;
    for (let n = 0; n < times; n++) taken.push(takeFrom(accounts, request, verdict.takenFen));
    changes.push({ tranNo, state: 'booked', retCode: null, inquiriesLeft: 0 });
  }
  await write(query, day, toAcct, { changes, taken, moved: movedOf(locked, accounts) });
  return { settled: [...new Set(taken.map(({ tranNo }) => tranNo))], codes };
}

function parkedBy(quirk: Fault | undefined): Omit<Settled, 'tranNo'> | undefined {
  if (quirk?.kind === 'processing') return { state: 'processing', retCode: null, inquiriesLeft: quirk.inquiries };
  if (quirk?.kind === 'absent-then-appears')
    return { state: 'in-flight', retCode: null, inquiriesLeft: quirk.inquiries };
  return undefined;
}

function takeFrom(accounts: Map<string, Account>, { tranNo, fromAcct, toAcct, remark }: Request, fen: number): Taken {
  const [payer, payee] = [accounts.get(fromAcct), accounts.get(toAcct)];
  if (!payer || !payee) throw new Error('a verdict has looked at both accounts');
  payer.balanceFen -= fen;
  payee.balanceFen += fen;
  return { tranNo, fromAcct, fen, remark, fromBalance: payer.balanceFen, toBalance: payee.balanceFen };
}

const movedOf = (before: ReadonlyMap<string, Account>, after: ReadonlyMap<string, Account>) =>
  [...after.values()]
    .filter(({ accountNo, balanceFen }) => before.get(accountNo)?.balanceFen !== balanceFen)
    .map(({ accountNo, balanceFen }) => ({ accountNo, balanceFen }));

/** Numbers, balances and lines in one statement; the accounts are locked, so what was read of them still holds. */
const write = (
  query: Query,
  day: string,
  toAcct: string,
  of: { changes: Settled[]; taken: Taken[]; moved: object[] },
) =>
  query(
    `with known as (
       update sim_core.requests
       set state = change.state, ret_code = change."retCode", inquiries_left = change."inquiriesLeft"
       from jsonb_to_recordset($1::jsonb) as change ("tranNo" text, state text, "retCode" text, "inquiriesLeft" int)
       where requests.tran_no = change."tranNo"
     ), moved as (
       update sim_core.accounts
       set balance_fen = change."balanceFen"
       from jsonb_to_recordset($2::jsonb) as change ("accountNo" text, "balanceFen" bigint)
       where accounts.account_no = change."accountNo"
     )
     insert into sim_core.bookings
       (tran_no, from_acct, to_acct, amount_fen, remark, from_balance_fen, to_balance_fen, acct_date)
     select item."tranNo", item."fromAcct", $4, item.fen, item.remark, item."fromBalance", item."toBalance", $5::date
     from rows from (jsonb_to_recordset($3::jsonb)
       as ("tranNo" text, "fromAcct" text, fen bigint, remark text, "fromBalance" bigint, "toBalance" bigint))
       with ordinality as item ("tranNo", "fromAcct", fen, remark, "fromBalance", "toBalance", n)
     order by item.n`,
    [JSON.stringify(of.changes), JSON.stringify(of.moved), JSON.stringify(of.taken), toAcct, day],
  );
