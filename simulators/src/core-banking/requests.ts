import type { Db, Query } from '../db.ts';
import type { Fault } from '../faults.ts';
import { ACCT_STS, type Account, type AccountState } from './accounts.ts';
import { RET_MSG, under } from './codes.ts';
import { performDeposit, type DepositRequest } from './deposits.ts';

// Requests about an account and its deposits, each known by its REQ_NO for ever (interface, sections 11 to 13 and 16).

export type OpenMessage = { REQ_NO: string; CUST_NAME: string; CERT_NO: string; MOBILE: string; BIND_CARD: string };
export type ActivateMessage = { REQ_NO: string; ACCT_NO: string; ADDR: string };
export type StateMessage = { REQ_NO: string; ACCT_NO: string; TO_STS: '0' | '1' | '5' };
export type AccountRequest =
  | { type: 'OPEN'; message: OpenMessage }
  | { type: 'ACTV'; message: ActivateMessage }
  | { type: 'STAT'; message: StateMessage }
  | DepositRequest;
type Known = {
  reqNo: string;
  type: AccountRequest['type'];
  content: AccountRequest['message'];
  state: 'new' | 'in-flight' | 'processing' | 'done' | 'refused';
  retCode: string | null;
  answer: Readonly<Record<string, string>> | null;
  inquiriesLeft: number;
};

/** Codes under which such a request is refused for ever; the core keeps the refusal under the number. */
const FINAL: ReadonlySet<string> = new Set(
  Object.keys(RET_MSG).filter((code) => code.startsWith('25') && code !== '2502'),
);

/** Idempotent on REQ_NO: whatever is asked under a number, its first result stands for ever. */
export function carryOut(db: Db, day: string, request: AccountRequest, quirk?: Fault): Promise<object> {
  const { REQ_NO } = request.message;
  if (quirk?.kind === 'refuse' && !FINAL.has(quirk.code)) return Promise.resolve(under(quirk.code, { REQ_NO }));
  return db.tx(async (query) => {
    const known = await takeNumber(query, request);
    if (!sameContent(known, request)) return under('2502', { REQ_NO });
    if (known.state === 'done' || known.state === 'refused') return resultOf(known);
    if (known.state === 'processing') return under('1001', { REQ_NO });
    if (known.state === 'new' && quirk) {
      if (quirk.kind === 'refuse') return settle(query, known, { retCode: quirk.code });
      if (quirk.kind === 'processing') return park(query, REQ_NO, 'processing', quirk.inquiries);
      if (quirk.kind === 'absent-then-appears') return park(query, REQ_NO, 'in-flight', quirk.inquiries);
    }
    return settle(query, known, await perform(query, known, day));
  });
}

/** What became of a number. A parked request is carried out once it has been asked about often enough. */
export function inquireRequest(db: Db, day: string, REQ_NO: string): Promise<object> {
  return db.tx(async (query) => {
    const known = await lockNumber(query, REQ_NO);
    if (!known) return under('3404', { REQ_NO });
    if (known.state !== 'done' && known.state !== 'refused') {
      if (known.inquiriesLeft > 0) {
        await query('update sim_core.account_requests set inquiries_left = inquiries_left - 1 where req_no = $1', [
          REQ_NO,
        ]);
        return known.state === 'processing' ? under('0000', { REQ_NO, REQ_STS: 'P' }) : under('3404', { REQ_NO });
      }
      await settle(query, known, await perform(query, known, day));
      return statusOf((await lockNumber(query, REQ_NO)) ?? known);
    }
    return statusOf(known);
  });
}

function statusOf(known: Known): object {
  const { reqNo: REQ_NO, retCode } = known;
  if (known.state === 'done') return { ...resultOf(known), REQ_STS: 'S' };
  return under('0000', { REQ_NO, REQ_STS: 'F', ORIG_CODE: retCode, ORIG_MSG: RET_MSG[retCode ?? ''] ?? '交易拒绝' });
}

const resultOf = ({ reqNo, retCode, answer }: Known): object =>
  retCode ? under(retCode, { REQ_NO: reqNo }) : under('0000', { REQ_NO: reqNo, ...answer });

type Result = { retCode: string } | { answer: Readonly<Record<string, string>> };

async function settle(query: Query, known: Known, result: Result): Promise<object> {
  const settled: Known = { ...known, state: 'retCode' in result ? 'refused' : 'done', ...result };
  await query(`update sim_core.account_requests set state = $2, ret_code = $3, answer = $4 where req_no = $1`, [
    known.reqNo,
    settled.state,
    settled.retCode,
    settled.answer && JSON.stringify(settled.answer),
  ]);
  return resultOf(settled);
}

async function park(query: Query, REQ_NO: string, state: Known['state'], inquiries: number): Promise<object> {
  await query('update sim_core.account_requests set state = $2, inquiries_left = $3 where req_no = $1', [
    REQ_NO,
    state,
    inquiries,
  ]);
  return under('1001', { REQ_NO });
}

async function perform(query: Query, known: Known, day: string): Promise<Result> {
  if (known.type === 'RELS' || known.type === 'REDM' || known.type === 'PLDG') {
    return performDeposit(query, { type: known.type, message: known.content } as DepositRequest, day);
  }
  if (known.type === 'OPEN') return open(query, known.content as OpenMessage);
  const { ACCT_NO } = known.content as ActivateMessage | StateMessage;
  const [account] = await query<Pick<Account, 'state'> & { frozenByChannel: boolean }>(
    `select state, frozen_by_channel as "frozenByChannel" from sim_core.accounts where account_no = $1 for update`,
    [ACCT_NO],
  );
  if (!account) return { retCode: '2511' };
  const to = known.type === 'ACTV' ? '0' : (known.content as StateMessage).TO_STS;
  const refusal = known.type === 'ACTV' ? account.state !== 'not-active' && '2512' : refusedChange(account, to);
  if (refusal) return { retCode: refusal };
  const state = (Object.keys(ACCT_STS) as AccountState[]).find((name) => ACCT_STS[name] === to);
  await query('update sim_core.accounts set state = $2, frozen_by_channel = $3 where account_no = $1', [
    ACCT_NO,
    state,
    state === 'frozen',
  ]);
  return { answer: { ACCT_NO, ACCT_STS: to } };
}

/** Section 13: which change is allowed from which state. Only what a channel has frozen may a channel release. */
function refusedChange(account: { state: AccountState; frozenByChannel: boolean }, to: StateMessage['TO_STS']) {
  if (account.state === 'frozen' && to === '0') return account.frozenByChannel ? undefined : '2523';
  const from: Record<StateMessage['TO_STS'], readonly AccountState[]> = {
    '0': ['lost'],
    '1': ['normal', 'credit-only'],
    '5': ['normal', 'credit-only'],
  };
  return from[to].includes(account.state) ? undefined : '2522';
}

/** One class II account for a person. A mobile that ends in 85 to 89 gets a number that ends in 5 to 9, for testers. */
async function open(query: Query, { CUST_NAME, CERT_NO, MOBILE }: OpenMessage): Promise<Result> {
  await query('select pg_advisory_xact_lock(hashtext($1))', [CERT_NO]);
  const [has] = await query(`select 1 from sim_core.accounts where id_number = $1 and state <> 'closed'`, [CERT_NO]);
  if (has) return { retCode: '2501' };
  const steered = /8([5-9])$/.exec(MOBILE)?.[1] ?? '0';
  const [made] = await query<{ accountNo: string }>(
    `insert into sim_core.accounts (account_no, holder_name, id_number, state, balance_fen)
     values ('62220290' || lpad(nextval('sim_core.account_numbers')::text, 10, '0') || $3, $1, $2, 'not-active', 0)
     returning account_no as "accountNo"`,
    [CUST_NAME, CERT_NO, steered],
  );
  if (!made) throw new Error('an account that was just made is there');
  return { answer: { ACCT_NO: made.accountNo, ACCT_STS: ACCT_STS['not-active'] } };
}

/** The number's row, locked: made now, or found as an earlier request left it. */
async function takeNumber(query: Query, { type, message }: AccountRequest): Promise<Known> {
  await query(
    `insert into sim_core.account_requests (req_no, type, content, state)
     values ($1, $2, $3, 'new')
     on conflict do nothing`,
    [message.REQ_NO, type, JSON.stringify(message)],
  );
  const known = await lockNumber(query, message.REQ_NO);
  if (!known) throw new Error('request vanished');
  return known;
}

async function lockNumber(query: Query, reqNo: string): Promise<Known | undefined> {
  const [known] = await query<Known>(
    `select req_no as "reqNo", type, content, state, ret_code as "retCode", answer,
            inquiries_left as "inquiriesLeft"
     from sim_core.account_requests
     where req_no = $1
     for update`,
    [reqNo],
  );
  return known;
}

function sameContent(known: Known, { type, message }: AccountRequest): boolean {
  const kept = known.content as Record<string, string>;
  return known.type === type && Object.entries(message).every(([name, value]) => kept[name] === value);
}
