import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { businessDate, fen, instant, type CustomerId, type Fen } from '@miaodai/values';
import { registerCustomer } from '../../server/src/customer/identity/index.ts';
import { loanRoutes } from '../../server/src/http/customer/loan.routes.ts';
import type { Needs } from '../../server/src/http/customer/needs.ts';
import { PAPER_TEMPLATES } from '../../server/src/lending/contract/index.ts';
import { recordRepayments, type Mode, type Via } from '../../server/src/lending/servicing/index.ts';
import { transactions } from '../../server/src/platform/context.ts';
import { vault as openVault } from '../../server/src/platform/crypto/vault.ts';
import type { Tx } from '../../server/src/platform/db/connect.ts';
import type { Jobs } from '../../server/src/platform/jobs/jobs.ts';
import { createTableFiles } from '../../server/src/platform/table-files/index.ts';
import { createTypesetter } from '../../server/src/platform/typeset/index.ts';
import { seedBank } from '../../server/src/seed/seed-bank.ts';
import { aDatabase } from '../../server/test-kit/database.ts';
import { readCsv } from '../../server/test-kit/read-csv.ts';
import { poppler, textOf } from '../../server/test-kit/read-pdf.ts';
import { aPaidLoan } from '../kit/loans.ts';
import { aPerson } from '../kit/persons.ts';

// 12,000 at 3.6 % for a year in equal parts of principal, paid out on 20 August: each month 1,000 and 0.3 % of what is left, 36.00,
// 33.00, 30.00 … From October on the employer bears 0.6 of the 3.6 %: a sixth. Being late costs 5.4 % a year.
const PAID_ON = businessDate('2026-08-20');
const TODAY = businessDate('2026-11-23');
const now = instant('2026-11-23T02:00:00.000Z');
const person = aPerson(1, '王小明');
const CUSTOMER = '01890000-0000-7000-8000-000000000001' as CustomerId;

async function aBank(t: Parameters<typeof aDatabase>[0]) {
  const { db } = await aDatabase(t);
  await seedBank(db, businessDate('2020-01-01'));
  const vault = openVault(randomBytes(32));
  const jobs = {
    enqueue: (_: Tx, queue: string, subject: string) => Promise.resolve({ queue, subject, jobId: '', now: false }),
    startNow: () => undefined,
  } as unknown as Jobs;
  let today = PAID_ON;
  const inTx = transactions({ db, jobs, clock: { now: () => now }, today: () => Promise.resolve(today) });
  await db.insertInto('calendar.business_days').values({ business_on: TODAY, opened_at: now }).execute();
  const rate = { product_code: 'instant-loan', branch_code: '*', name: 'penaltyRatePpm', value: '54000' };
  await db
    .insertInto('products.parameters')
    .values({ ...rate, effective_from: businessDate('2020-01-02') })
    .execute();
  await db
    .insertInto('servicing.discount_rules')
    .values({
      ...{ rule_id: randomUUID(), product_code: 'instant-loan', employer_code: 'KS02', payer_name: '昆山能源' },
      ...{ discount_rate_ppm: 6_000, from_on: businessDate('2026-10-01'), state: 'published', drafted_at: now },
    })
    .execute();
  await inTx(({ tx }) => registerCustomer(tx, vault, { id: CUSTOMER, ...person }, now));
  const like = { principalFen: fen(12_000_00), repaymentMethod: 'equal-principal' as const };
  const borrowing = { customerId: CUSTOMER, accountNo: person.accountNo, paidOn: PAID_ON, ...like };
  const { loanId } = await aPaidLoan({ db, inTx, vault }, borrowing);
  const downloads = createTypesetter({ templates: PAPER_TEMPLATES });
  const tableFiles = createTableFiles();
  t.after(downloads.stop);
  t.after(tableFiles.stop);
  const routes = called(
    loanRoutes({ db, inTx, vault, downloads, tableFiles, clock: { now: () => now } } as unknown as Needs),
  );
  const as = (customerId: CustomerId) => ({
    ...{ customerId, from: { channel: 'direct-bank', device: 'test', ip: '127.0.0.1' } },
  });
  const me = as(CUSTOMER) as never;
  const paid = async (day: string, amountFen: Fen, via: Via, early?: { mode: Mode; feeFen: Fen }) => {
    const on = businessDate(day);
    today = on;
    const fact = { loanId, sourceId: randomUUID(), on, amountFen, via, ...(early ? { early } : {}) };
    await inTx((context) => recordRepayments(context, vault, [fact]));
  };
  return { loanId, paid, routes, me, stranger: as('01890000-0000-7000-8000-000000000002' as CustomerId) as never };
}

test('a customer sees how a loan stands, what each figure is made of, and takes it home', async (t) => {
  const bank = await aBank(t);
  const { paid } = bank;
  await paid('2026-09-20', fen(1_036_00), 'debit');
  // 33.00 less 5.50 is 27.50 of interest; 472.50 are left for principal, and 527.50 of it stays unpaid.
  await paid('2026-10-20', fen(500_00), 'debit');

  await t.test('what is late is told with its days and what it has cost', () => standing(bank));

  await t.test('the plan is shown whole or by a range, of which both days are given', () => plan(bank));

  await t.test('every figure opens into balance, rate, time and rounding', () => figures(bank));

  // Pays what October still owes, 530.19, and of November 0.45, 25.00 and 444.36; then what is left of it, and 3,000 before its time.
  await paid('2026-11-23', fen(1_000_00), 'customer');
  await paid('2026-11-23', fen(3_557_89), 'customer', { mode: 'lower-instalment', feeFen: fen(0) });

  await t.test('a repayment says which instalments it went to', () => allotments(bank));

  await t.test('after an early repayment its row stands in the plan, and the rest says what it is counted from', () =>
    replanned(bank),
  );

  await t.test('transactions are of a month unless told, of a year at most, or of today alone', () => happened(bank));

  await t.test('tables to keep hold what was listed', () => tables(bank));

  await t.test('the loan note and the plan are papers that say what they are', { ...poppler() }, () => papers(bank));

  await t.test('another customer finds none of it', () => strangers(bank));
});

type Bank = Awaited<ReturnType<typeof aBank>>;

async function standing({ loanId, routes, me }: Bank): Promise<void> {
  const params = { loanId };
  const { loans } = said(await routes.listLoans({}, me));
  const [loan] = loans;
  assert.ok(loan);
  assert.deepEqual(loan.progress, { settled: 1, total: 12 });
  // October: 34 days on 527.50 at 5.4 %, 2.69; November: 3 days on 1,000, 0.45, and 25.00 interest.
  assert.deepEqual(loan.overdue, {
    ...{ days: 34, sinceOn: '2026-10-20', periods: 2, amountFen: 1_555_64, penaltyFen: 3_14 },
  });
  assert.equal(loan.dueNowFen, 1_555_64);
  assert.deepEqual(loan.nextPayment, { no: 4, dueOn: '2026-12-20', totalFen: 1_022_50 });
  assert.equal(loan.outstandingFen, 10_527_50);
  const detail = said(await routes.readLoan({ params }, me));
  // Interest 234.00 in all; a sixth of all but the first 36.00 is another's: 33.00.
  assert.deepEqual([detail.totalInterestFen, detail.totalDiscountFen], [201_00, 33_00]);
  // Three days of 9,000 are 2.70, of which 0.45 are another's.
  assert.equal(detail.accruedInterestFen, 2_25);
  assert.deepEqual(
    detail.rows.slice(0, 4).map(({ state }) => state),
    ['settled', 'overdue', 'overdue', 'upcoming'],
  );
}

async function plan({ loanId, routes, me }: Bank): Promise<void> {
  const params = { loanId };
  const all = said(await routes.listInstalments({ params, query: {} }, me));
  assert.deepEqual([all.total, all.pages, all.instalments.length], [12, 1, 12]);
  // 12,000 + 234 − 33 and the penalties of today.
  assert.equal(all.sums.dueFen, 12_204_14);
  assert.equal(all.sums.paidFen, 1_536_00);
  const [from, to] = [businessDate('2026-10-01'), businessDate('2026-11-20')];
  const some = said(await routes.listInstalments({ params, query: { from, to } }, me));
  assert.deepEqual(
    some.instalments.map((row) => [row.periodNo, row.dueFen, row.paidFen, row.leftFen, row.daysPastDue]),
    [
      [2, 1_030_19, 500_00, 530_19, 34],
      [3, 1_025_45, 0, 1_025_45, 3],
    ],
  );
  assert.deepEqual(fieldsOf(await routes.listInstalments({ params, query: { from } }, me)), ['to']);
  assert.deepEqual(fieldsOf(await routes.listInstalments({ params, query: { to } }, me)), ['from']);
  assert.deepEqual(fieldsOf(await routes.listInstalments({ params, query: { from: to, to: from } }, me)), ['to']);
  const beyond = said(await routes.listInstalments({ params, query: { page: 9 } }, me));
  assert.deepEqual(beyond.instalments, []);
}

async function figures({ loanId, routes, me }: Bank): Promise<void> {
  const params = { loanId };
  const { title, workings } = said(await routes.explainInstalment({ params: { loanId, no: 2 } }, me));
  assert.equal(title, '第 2 期');
  assert.deepEqual(
    workings.map(({ name, amountFen, formula, exact }) => [name, amountFen, formula, exact]),
    [
      ['本期利息', 33_00, '11,000.00 × 3.6% ÷ 12', '33.0000'],
      ['贴息', 5_50, '33.00 × 0.6% ÷ 3.6%', '5.5000'],
      ['本期本金', 1_000_00, '12,000.00 ÷ 12', '1,000.0000'],
      // 527.50 × 0.054 × 34 ÷ 360 = 2.69025
      ['罚息', 2_69, '527.50 × 5.4% × 34 ÷ 360', '2.6902…'],
      ['本期应还合计', 1_030_19, null, null],
    ],
  );
  const loan = said(await routes.explainLoan({ params }, me));
  assert.deepEqual(
    loan.workings.map(({ name, amountFen, formula }) => [name, amountFen, formula]),
    [
      ['剩余本金', 10_527_50, '12,000.00 − 1,472.50'],
      ['截至今日的利息', 2_25, '9,000.00 × 3.6% × 3 ÷ 360'],
      ['逾期应还', 1_555_64, null],
      ['利息合计', 201_00, null],
    ],
  );
}

async function allotments({ loanId, routes, me }: Bank): Promise<void> {
  const params = { loanId };
  const { transactions: found } = said(await routes.listTransactions({ params, query: { today: 'true' } }, me));
  assert.deepEqual(
    found.map((one) => [one.type, one.amountFen, one.penaltyFen, one.interestFen, one.principalFen]),
    [
      ['early-repayment', 3_557_89, 0, 2_25, 3_555_64],
      ['repayment', 1_000_00, 3_14, 25_00, 971_86],
    ],
  );
  const [early, repayment] = found.map(({ transactionId }) => ({ params: { loanId, transactionId } }));
  assert.ok(early && repayment);
  const told = async (asked: typeof early) =>
    said(await routes.explainTransaction(asked, me)).workings.map(({ name, amountFen }) => [name, amountFen]);
  assert.deepEqual(await told(repayment), [
    ...[
      ['第 2 期', 530_19],
      ['第 3 期', 469_81],
    ],
    ['合计', 1_000_00],
  ]);
  assert.deepEqual(await told(early), [
    ...[
      ['第 3 期', 555_64],
      ['提前还款', 3_002_25],
    ],
    ['合计', 3_557_89],
  ]);
}

async function replanned({ loanId, routes, me }: Bank): Promise<void> {
  const params = { loanId };
  const { instalments, total } = said(await routes.listInstalments({ params, query: {} }, me));
  assert.equal(total, 13);
  const [early, next] = instalments.slice(3);
  assert.deepEqual(
    [early?.state, early?.periodNo, early?.principalFen, early?.balanceFen],
    ['early', null, 3_000_00, 6_000_00],
  );
  // 27 days of 6,000 are 16.20; a ninth of 6,000 is 666.67.
  assert.deepEqual([next?.periodNo, next?.interestFen, next?.principalFen], [4, 16_20, 666_67]);
  const explained = async (no: number) =>
    said(await routes.explainInstalment({ params: { loanId, no } }, me)).workings.map(({ name, formula, exact }) => [
      ...[name, formula, exact],
    ]);
  assert.deepEqual((await explained(early?.no ?? 0))[0], ['截至当日的利息', '9,000.00 × 3.6% × 3 ÷ 360', '2.7000']);
  const rest = await explained(next?.no ?? 0);
  assert.deepEqual(rest[0], ['本期利息', '6,000.00 × 3.6% × 27 ÷ 360', '16.2000']);
  assert.deepEqual(rest[2], ['本期本金', '6,000.00 ÷ 9', '666.6666…']);
  const { loans } = said(await routes.listLoans({}, me));
  assert.deepEqual([loans[0]?.progress, loans[0]?.overdue], [{ settled: 3, total: 12 }, null]);
}

async function happened({ loanId, routes, me }: Bank): Promise<void> {
  const params = { loanId };
  const list = async (query: object) => routes.listTransactions({ params, query }, me);
  const month = said(await list({}));
  assert.deepEqual([month.from, month.to, month.total], ['2026-10-24', TODAY, 2]);
  const from = PAID_ON;
  assert.equal(said(await list({ from })).total, 5);
  assert.equal(said(await list({ from, type: 'disbursement' })).transactions[0]?.amountFen, 12_000_00);
  assert.deepEqual(fieldsOf(await list({ from: businessDate('2025-11-22') })), ['from']);
  assert.equal(said(await list({ from: businessDate('2025-11-23') })).total, 5);
  assert.deepEqual(fieldsOf(await list({ today: 'true', from })), ['today']);
  assert.deepEqual(fieldsOf(await list({ from: TODAY, to: from })), ['to']);
  const records = said(await routes.listRepayments({ params, query: {} }, me));
  assert.deepEqual(
    [records.total, records.repayments[0]?.on, records.repayments.at(-1)?.amountFen],
    [4, TODAY, 1_036_00],
  );
}

async function tables({ loanId, routes, me }: Bank): Promise<void> {
  const params = { loanId };
  const query = { from: PAID_ON, format: 'csv' as const };
  const csv = said(await routes.downloadTransactions({ params, query }, me));
  assert.match(csv.name, /^交易明细-JJ20260820-\d{6}-2026-08-20至2026-11-23\.csv$/);
  const [head, first, ...others] = readCsv(Buffer.from(csv.base64, 'base64'));
  assert.deepEqual(head?.slice(0, 4), ['日期', '类型', '金额（元）', '本金（元）']);
  assert.deepEqual(first?.slice(0, 6), ['2026-11-23', '提前还款', '3557.89', '3555.64', '2.25', '0.00']);
  assert.equal(others.length, 4);
  const plan = said(await routes.downloadInstalments({ params, query: { format: 'csv' } }, me));
  const rows = readCsv(Buffer.from(plan.base64, 'base64'));
  assert.equal(rows.length, 15);
  assert.deepEqual(rows[4]?.slice(0, 5), ['提前还款', '2026-11-23', '3', '3000.00', '2.70']);
  const xlsx = said(await routes.downloadInstalments({ params, query: { format: 'xlsx' } }, me));
  assert.equal(Buffer.from(xlsx.base64, 'base64').toString('latin1', 0, 2), 'PK');
}

async function papers({ loanId, routes, me }: Bank): Promise<void> {
  const params = { loanId };
  const note = said(await routes.downloadLoanNote({ params }, me));
  const text = textOf(Buffer.from(note.base64, 'base64'));
  const no = /JJ20260820-\d{6}/.exec(note.name)?.[0] ?? '?';
  for (const words of ['借款借据', no, '王小明', '¥12,000.00', '人民币壹万贰仟元整', '3.6%', '2027-08-20', '副本'])
    assert.ok(text.includes(words), `${words} in ${text}`);
  assert.ok(!text.includes(person.accountNo) && !text.includes(person.idNumber), 'numbers are masked');
  assert.match(text, /提前还款 +2026-11-23 +3,000\.00 +2\.70 +0\.45/);
  const plan = said(await routes.downloadInstalments({ params, query: { format: 'pdf' } }, me));
  assert.match(textOf(Buffer.from(plan.base64, 'base64')), /第 ?4 ?期 +2026-12-20 +666\.67 +16\.20 +2\.70/);
}

async function strangers({ loanId, routes, me, stranger }: Bank): Promise<void> {
  const params = { loanId };
  const none = { ok: false, refusal: 'not-found' };
  const id = randomUUID();
  assert.deepEqual(said(await routes.listLoans({}, stranger)).loans, []);
  for (const answer of [
    await routes.readLoan({ params }, stranger),
    await routes.explainLoan({ params }, stranger),
    await routes.listInstalments({ params, query: {} }, stranger),
    await routes.explainInstalment({ params: { loanId, no: 1 } }, stranger),
    await routes.explainInstalment({ params: { loanId, no: 99 } }, me),
    await routes.listTransactions({ params, query: {} }, stranger),
    await routes.explainTransaction({ params: { loanId, transactionId: id } }, me),
    await routes.listRepayments({ params, query: {} }, stranger),
    await routes.downloadTransactions({ params, query: { format: 'csv' } }, stranger),
    await routes.downloadInstalments({ params, query: { format: 'csv' } }, stranger),
    await routes.downloadLoanNote({ params }, stranger),
  ])
    assert.deepEqual(answer, none);
}

type Routes = ReturnType<typeof loanRoutes>;
type Called = {
  [Name in keyof Routes]: (input: Parameters<Routes[Name]>[0], caller: never) => ReturnType<Routes[Name]>;
};

/** None of them looks at the request itself. */
const called = (routes: Routes): Called => routes as unknown as Called;

type Answered<T> = { ok: true; value: T } | { ok: false; refusal: string };

function said<T>(answer: Answered<T>): T {
  assert.ok(answer.ok, JSON.stringify(answer));
  return answer.value;
}

function fieldsOf(answer: { ok: boolean; fields?: { path: string }[] | undefined }): string[] {
  assert.equal(answer.ok, false);
  return answer.fields?.map(({ path }) => path) ?? [];
}
