import { z } from 'zod';
import type { Clock } from '../clock.ts';
import type { Db } from '../db.ts';
import type { Fault } from '../faults.ts';
import { operation, type Operation, type Service } from '../service.ts';
import { AMOUNT_FORM, yuanOf } from '../yuan.ts';
import { ACCT_STS, findAccount } from './accounts.ts';
import { batchDebit } from './batch-debit.ts';
import { coreDialect, under } from './codes.ts';
import { listDeposits } from './deposits.ts';
import { placeHold, releaseHold } from './holds.ts';
import { journalFile, journalPage, movements } from './journal.ts';
import { carryOut, inquireRequest } from './requests.ts';
import { inquire, transfer } from './transfers.ts';

// Written from docs/integrations/core-banking/interface.md, not from our adapter, so that a misreading on one side shows
// up as a failing test.

const number = z.string().regex(/^[A-Za-z0-9]{1,32}$/);
const account = z.string().regex(/^\d{8,32}$/);
const amount = z.string().regex(AMOUNT_FORM);
/** As the loan note is numbered: with a hyphen. */
const loanNo = z.string().regex(/^[A-Za-z0-9-]{1,40}$/);
const remark = z
  .string()
  .max(60)
  .regex(/^\P{Cc}*$/u);
const day = z
  .string()
  .regex(/^\d{8}$/)
  .transform((text) => `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}`)
  .pipe(z.iso.date());

const transferMessage = z.object({
  TRAN_NO: number,
  FROM_ACCT: account,
  TO_ACCT: account,
  AMT: amount,
  CCY: z.literal('CNY'),
  RMK: remark,
});

const batchMessage = z
  .object({
    BATCH_NO: number,
    TO_ACCT: account,
    CCY: z.literal('CNY'),
    TOTAL_CNT: z.int(),
    LIST: z
      .array(z.object({ TRAN_NO: number, FROM_ACCT: account, AMT: amount, MIN_AMT: amount, RMK: remark }))
      .min(1)
      .max(500),
  })
  .refine(({ TOTAL_CNT, LIST }) => LIST.length === TOTAL_CNT)
  .refine(({ LIST }) => new Set(LIST.map((item) => item.TRAN_NO)).size === LIST.length);

export function coreBanking(db: Db, clock: Clock, lateMs: number): Service {
  return {
    system: 'core-banking',
    dialect: coreDialect,
    operations: [
      ...transferOperations(db, clock, lateMs),
      ...accountOperations(db),
      ...requestOperations(db, clock, lateMs),
      ...depositOperations(db, clock, lateMs),
    ],
    routes: (app, { script, log }) => {
      app.get<{ Params: { file: string } }>('/journal/:file', async (request, reply) => {
        const wanted = z.iso.date().safeParse(request.params.file.replace(/\.txt$/, ''));
        if (!wanted.success || !request.params.file.endsWith('.txt')) return reply.code(404).send();
        const call = { system: 'core-banking', operation: 'journal-file', number: wanted.data, message: {} } as const;
        const fault = await script.take(call.system, call.operation, {});
        const answered = log.arrived({ ...call, fault: fault?.kind });
        const missing = fault?.kind === 'refuse' || wanted.data > clock.today();
        answered(missing ? '404' : '200');
        if (missing) return reply.code(404).send();
        return reply.type('text/plain; charset=utf-8').send(await journalFile(db, wanted.data, fault));
      });
    },
  };
}

const transferOperations = (db: Db, clock: Clock, lateMs: number): Operation[] => [
  operation({
    name: 'transfer',
    path: '/transfer',
    number: 'TRAN_NO',
    message: transferMessage,
    keepsRefusals: true,
    steer: ({ TO_ACCT }) => byLastDigit(TO_ACCT, lateMs),
    perform: (message, quirk) => transfer(db, clock.today, message, quirk),
  }),
  operation({
    name: 'batch-debit',
    path: '/batch-debit',
    number: 'BATCH_NO',
    message: batchMessage,
    perform: (message, quirk, faultAt) =>
      batchDebit(db, clock.today, message, (item) => faultAt('batch-debit-item', item), quirk),
  }),
  operation({
    name: 'transfer-query',
    path: '/transfer-query',
    number: 'TRAN_NO',
    message: z.object({ TRAN_NO: number }),
    perform: ({ TRAN_NO }) => inquire(db, clock.today, TRAN_NO),
  }),
  operation({
    name: 'journal',
    path: '/journal',
    number: 'ACCT_DATE',
    message: z.object({ ACCT_DATE: day, PAGE_NO: z.int().min(1).max(1_000_000) }),
    perform: ({ ACCT_DATE, PAGE_NO }, quirk) => journalPage(db, ACCT_DATE, PAGE_NO, quirk),
  }),
];

const accountOperations = (db: Db): Operation[] => [
  operation({
    name: 'acct-query',
    path: '/acct-query',
    number: 'ACCT_NO',
    message: z.object({ ACCT_NO: account }),
    perform: ({ ACCT_NO }) => lookUp(db, ACCT_NO),
  }),
  operation({
    name: 'movements',
    path: '/movements',
    number: 'ACCT_NO',
    message: z.object({ ACCT_NO: account, FROM_DATE: day, TO_DATE: day, PAGE_NO: z.int().min(1).max(1_000_000) }),
    perform: (message) => movements(db, message),
  }),
  operation({
    name: 'hold',
    path: '/hold',
    number: 'HOLD_NO',
    message: z.object({ HOLD_NO: number, ACCT_NO: account, AMT: amount, RMK: remark }),
    perform: (message) => placeHold(db, message),
  }),
  operation({
    name: 'hold-release',
    path: '/hold-release',
    number: 'HOLD_NO',
    message: z.object({ HOLD_NO: number }),
    perform: ({ HOLD_NO }) => releaseHold(db, HOLD_NO),
  }),
];

const REQ_NO = number;
const requestOperations = (db: Db, clock: Clock, lateMs: number): Operation[] => [
  operation({
    name: 'acct-open',
    path: '/acct-open',
    number: 'REQ_NO',
    message: z.object({
      ...{ REQ_NO, CUST_NAME: z.string().min(1).max(60), CERT_NO: z.string().regex(/^\d{17}[\dX]$/) },
      ...{ MOBILE: z.string().regex(/^1\d{10}$/), BIND_CARD: z.string().regex(/^\d{12,19}$/) },
    }),
    keepsRefusals: true,
    perform: (message, quirk) => carryOut(db, clock.today(), { type: 'OPEN', message }, quirk),
  }),
  operation({
    name: 'acct-activate',
    path: '/acct-activate',
    number: 'REQ_NO',
    message: z.object({ REQ_NO, ACCT_NO: account, ADDR: z.string().min(1).max(120) }),
    keepsRefusals: true,
    steer: ({ ACCT_NO }) => stateByLastDigit(ACCT_NO, lateMs),
    perform: (message, quirk) => carryOut(db, clock.today(), { type: 'ACTV', message }, quirk),
  }),
  operation({
    name: 'acct-state',
    path: '/acct-state',
    number: 'REQ_NO',
    message: z.object({ REQ_NO, ACCT_NO: account, TO_STS: z.enum(['0', '1', '5']) }),
    keepsRefusals: true,
    steer: ({ ACCT_NO }) => stateByLastDigit(ACCT_NO, lateMs),
    perform: (message, quirk) => carryOut(db, clock.today(), { type: 'STAT', message }, quirk),
  }),
  operation({
    name: 'req-query',
    path: '/req-query',
    number: 'REQ_NO',
    message: z.object({ REQ_NO }),
    perform: (message) => inquireRequest(db, clock.today(), message.REQ_NO),
  }),
];

const DEP_NO = number;
const depositOperations = (db: Db, clock: Clock, lateMs: number): Operation[] => [
  operation({
    name: 'deposit-list',
    path: '/deposit-list',
    number: 'ACCT_NO',
    message: z.object({ ACCT_NO: account }),
    perform: ({ ACCT_NO }) => listDeposits(db.query, clock.today(), ACCT_NO),
  }),
  operation({
    name: 'deposit-release',
    path: '/deposit-release',
    number: 'REQ_NO',
    message: z.object({ REQ_NO, ACCT_NO: account, DEP_NO, LOAN_NO: loanNo }),
    keepsRefusals: true,
    steer: ({ ACCT_NO }) => stateByLastDigit(ACCT_NO, lateMs),
    perform: (message, quirk) => carryOut(db, clock.today(), { type: 'RELS', message }, quirk),
  }),
  operation({
    name: 'deposit-redeem',
    path: '/deposit-redeem',
    number: 'REQ_NO',
    message: z.object({ REQ_NO, ACCT_NO: account, DEP_NO }),
    keepsRefusals: true,
    steer: ({ ACCT_NO }) => stateByLastDigit(ACCT_NO, lateMs),
    perform: (message, quirk) => carryOut(db, clock.today(), { type: 'REDM', message }, quirk),
  }),
  operation({
    name: 'deposit-pledge',
    path: '/deposit-pledge',
    number: 'REQ_NO',
    message: z.object({ REQ_NO, ACCT_NO: account, DEP_NO, LOAN_NO: loanNo }),
    keepsRefusals: true,
    steer: ({ ACCT_NO }) => stateByLastDigit(ACCT_NO, lateMs),
    perform: (message, quirk) => carryOut(db, clock.today(), { type: 'PLDG', message }, quirk),
  }),
];

/** Activation, changes of state and what is done with deposits fail to answer as transfers do, and are refused for none. */
const stateByLastDigit = (acctNo: string, lateMs: number): Fault | undefined =>
  acctNo.endsWith('8') ? undefined : byLastDigit(acctNo, lateMs);

/** The table at the end of the interface document. */
function byLastDigit(toAcct: string, lateMs: number): Fault | undefined {
  const faults: Readonly<Record<string, Fault>> = {
    '5': { kind: 'apply-then-hang-up' },
    '6': { kind: 'apply-then-late', ms: lateMs },
    '7': { kind: 'status-500-html', applied: true },
    '8': { kind: 'refuse', code: '2202' },
    '9': { kind: 'truncated-json', applied: true },
  };
  return faults[toAcct.at(-1) ?? ''];
}

async function lookUp(db: Db, ACCT_NO: string): Promise<object> {
  const found = await findAccount(db.query, ACCT_NO);
  if (!found) return under('3405', { ACCT_NO });
  return under('0000', {
    ACCT_NO,
    CUST_NAME: found.holderName,
    CERT_NO: found.idNumber,
    ACCT_STS: ACCT_STS[found.state],
    CCY: 'CNY',
    BAL: yuanOf(found.balanceFen),
    HOLD_AMT: yuanOf(found.heldFen),
    AVAIL_BAL: yuanOf(found.balanceFen - found.heldFen),
  });
}
