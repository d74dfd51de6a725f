import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { businessDate, fen, instant, type BusinessDate, type CustomerId } from '@miaodai/values';
import { readInbox } from '../../server/src/customer/messages/index.ts';
import { registerMobile } from '../../server/src/customer/identity/index.ts';
import { remindChunk } from '../../server/src/lending/reminders/index.ts';
import { recordRepayments } from '../../server/src/lending/servicing/index.ts';
import { transactions } from '../../server/src/platform/context.ts';
import { vault as openVault } from '../../server/src/platform/crypto/vault.ts';
import type { Tx } from '../../server/src/platform/db/connect.ts';
import type { Jobs } from '../../server/src/platform/jobs/jobs.ts';
import { seedBank } from '../../server/src/seed/seed-bank.ts';
import { aDatabase } from '../../server/test-kit/database.ts';
import { aPaidLoan, type Borrowing, type PaidLoan } from '../kit/loans.ts';

// 10,000 yuan at 3.6 % for twelve months, paid out on 20 September: twelve times 849.67; of the first, 30.00 interest (one month of
// 0.3 %) and 819.67 principal, due on 20 October.
const PAID_ON = businessDate('2026-09-20');
const now = instant('2026-10-19T16:05:00.000Z');
const customer = (n: number) => `01890000-0000-7000-8000-${String(n).padStart(12, '0')}` as CustomerId;

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
  let customers = 0;
  const borrow = async (like: Partial<Borrowing> = {}): Promise<PaidLoan & { customerId: CustomerId }> => {
    customers += 1;
    const customerId = customer(customers);
    await inTx(({ tx }) => registerMobile(tx, vault, { id: customerId, mobile: `1380000${1000 + customers}` }, now));
    const borrowing = { customerId, accountNo: '6230580000001234', paidOn: PAID_ON, ...like };
    return { customerId, ...(await aPaidLoan({ db, inTx, vault }, borrowing)) };
  };
  /** The end of a day, some loans at a time. @returns how many were told. */
  const endOf = async (day: string, limit = 2): Promise<number> => {
    const on = businessDate(day);
    today = on;
    let told = 0;
    for (let cursor: string | null = null, first = true; first || cursor !== null; first = false) {
      const chunk: { done: number; cursor: string | null } = await inTx((context) =>
        remindChunk(context, vault, { on, cursor, limit }),
      );
      told += chunk.done;
      cursor = chunk.cursor;
    }
    return told;
  };
  /** What a customer was told, the latest first. */
  const told = async (customerId: CustomerId): Promise<string[]> => {
    const inbox = await inTx(({ tx }) => readInbox(tx, vault, customerId, { limit: 20, offset: 0 }));
    return inbox.messages.filter(({ kind }) => kind !== 'paid-out').map(({ text }) => text);
  };
  const noOf = async ({ loanId }: PaidLoan): Promise<string> =>
    (await db.selectFrom('servicing.loans').select('loan_no').where('loan_id', '=', loanId).executeTakeFirstOrThrow())
      .loan_no;
  return { db, inTx, vault, borrow, endOf, told, noOf, at: (day: BusinessDate) => void (today = day) };
}

test('customers are told three days and one day before, once, with the day, the amount and the account', async (t) => {
  const { borrow, endOf, told, noOf } = await aBank(t);
  const loans = [await borrow(), await borrow(), await borrow()];
  assert.equal(await endOf('2026-10-15'), 0, 'the 16th begins: four days');
  assert.equal(await endOf('2026-10-16'), 3);
  assert.equal(await endOf('2026-10-16'), 0, 'run again');
  assert.equal(await endOf('2026-10-17'), 0);
  assert.equal(await endOf('2026-10-18', 1), 3, 'one at a time');
  const [loan] = loans;
  const text =
    `【秒贷】您的贷款 ${await noOf(loan as PaidLoan)} 将于 2026-10-20 还款，应还 849.67 元，` +
    '当日从电子账户 6230********1234 自动扣款。请提前转入足够的资金。';
  assert.deepEqual(await told(customer(1)), [text, text]);
});

test('two nodes at once tell each thing once', async (t) => {
  const { borrow, endOf, told } = await aBank(t);
  for (let n = 0; n < 4; n += 1) await borrow();
  const counts = await Promise.all([endOf('2026-10-16', 500), endOf('2026-10-16', 500)]);
  assert.equal(counts[0] + counts[1], 4);
  for (let n = 1; n <= 4; n += 1) assert.equal((await told(customer(n))).length, 1);
});

test('who is late is told on the days that product and branch have set, with the penalty so far; who has paid is not', async (t) => {
  const { db, inTx, vault, borrow, endOf, told, noOf, at } = await aBank(t);
  const late = await borrow();
  const paid = await borrow();
  await borrow({ branchCode: 'SH01' });
  await db
    .insertInto('products.parameters')
    .values({
      ...{ product_code: 'instant-loan', branch_code: 'SH01', name: 'overdueReminderDays' },
      ...{ effective_from: businessDate('2020-01-01'), value: '[2]' },
    })
    .execute();
  await db
    .updateTable('servicing.loans')
    .set({ penalty_rate_ppm: 54_000 })
    .where('loan_id', '=', late.loanId)
    .execute();
  at(businessDate('2026-10-20'));
  const fact = {
    loanId: paid.loanId,
    sourceId: randomUUID(),
    on: businessDate('2026-10-20'),
    via: 'customer' as const,
  };
  await inTx((context) => recordRepayments(context, vault, [{ ...fact, amountFen: fen(849_67) }]));

  assert.equal(await endOf('2026-10-20'), 1, 'the 21st begins: one day late');
  assert.equal(await endOf('2026-10-21'), 1, 'two days: only in SH01');
  assert.equal(await endOf('2026-10-22'), 1, 'three days');
  const no = await noOf(late);
  // 819.67 × 5.4 % × 1 / 360 = 0.12 and × 3 / 360 = 0.37.
  const text = (days: number, amount: string) =>
    `【秒贷】您的贷款 ${no} 有还款尚未完成，已过还款日 ${days} 天，现应还 ${amount} 元。请转入电子账户 6230********1234，` +
    '或登录直销银行还款。如有困难，请致电 400-000-0000，我们和您一起想办法。';
  assert.deepEqual(await told(customer(1)), [text(3, '850.04'), text(1, '849.79')]);
  assert.deepEqual(await told(customer(2)), []);
  const [elsewhere] = await told(customer(3));
  assert.match(elsewhere ?? '', /已过还款日 2 天，现应还 849\.67 元/);
});

test('an early repayment that is approved is told of three working days before, or at once where that is past', async (t) => {
  const { db, borrow, endOf, told, noOf } = await aBank(t);
  const request = async (loan: PaidLoan & { customerId: CustomerId }, debitOn: string) =>
    db
      .insertInto('repayment.early_requests')
      .values({
        ...{ request_id: randomUUID(), request_no: randomUUID(), loan_id: loan.loanId, loan_no: await noOf(loan) },
        ...{ customer_id: loan.customerId, product_code: 'instant-loan', branch_code: 'BJ01', mode: 'pay-off' },
        ...{ principal_fen: 10_000_00, quoted: '{}', state: 'approved', debit_on: businessDate(debitOn) },
        requested_at: now,
      })
      .execute();
  const loan = await borrow();
  // Behind National Day: 8 October, 30 and 29 September are the working days before it.
  await request(loan, '2026-10-09');
  assert.equal(await endOf('2026-09-27'), 0);
  assert.equal(await endOf('2026-09-28'), 1, 'the 29th begins');
  assert.equal(await endOf('2026-09-29'), 0, 'once');
  // Nineteen days of 30.00 a month, by thirtieths: 19.00.
  assert.deepEqual(await told(customer(1)), [
    `【秒贷】您的贷款 ${await noOf(loan)} 将于 2026-10-09 提前还款，预计 10,019.00 元，当日从电子账户 6230********1234 扣款。` +
      '请提前转入足够的资金；如需撤销，请在此之前登录直销银行办理。',
  ]);

  await request(await borrow(), '2026-10-12');
  assert.equal(await endOf('2026-10-10'), 1, 'approved late, for the day after tomorrow');
});

test('where the days ahead lie in a year whose holidays nobody has said, a person is told, until somebody says them', async (t) => {
  const { db, endOf } = await aBank(t);
  const open = async () =>
    (await db.selectFrom('cases.cases').select(['kind', 'reason']).where('closed_at', 'is', null).execute()).map(
      ({ kind, reason }) => `${kind} ${reason}`,
    );
  await endOf('2026-11-20');
  assert.deepEqual(await open(), []);
  await endOf('2026-12-15');
  await endOf('2026-12-16');
  assert.deepEqual(await open(), ['holidays-not-known 2027 年节假日安排尚未收录，暂按周一至周五计算工作日']);
  await db
    .insertInto('calendar.day_overrides')
    .values({ day: businessDate('2027-01-01'), working: false, note: '元旦' })
    .execute();
  await endOf('2026-12-31');
  assert.deepEqual(await open(), []);
});
