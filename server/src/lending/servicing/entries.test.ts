import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { sql } from 'kysely';
import { v7 as uuid } from 'uuid';
import { businessDate, fen, fenFromYuan, ratePpm, ZERO, type LoanId } from '@miaodai/values';
import { aLooseDatabase } from '../../../test-kit/loose.ts';
import { ledgerFindings } from '../../ledger/index.ts';
import { readBook } from './books.store.ts';
import { bringForward } from './bring-forward.ts';
import { quoteEarly } from './early.rules.ts';
import type { Change, ChangedBy, RepaymentFact } from './loan.rules.ts';
import { pastLoans } from './past-loans.store.ts';
import { recalculate } from './recalculate.ts';
import { recordRepayments } from './record-repayments.ts';
import { servicedLoans } from './test-loans.ts';
import { someLoanTerms } from './test-terms.ts';
import { transactionsOf } from './transactions.store.ts';

// 12,000 yuan at 3.6 % a year in twelve principals of 1,000 on each 15th from 15 February 2027: 36.00, 33.00, 30.00 of interest.
const TERMS = someLoanTerms({ method: 'equal-principal', earlyFeePpm: ratePpm(10_000) });
const bank = servicedLoans(await aLooseDatabase({ after }));

const yuan = (text: string) => fenFromYuan(text) ?? ZERO;
const lent = async (): Promise<LoanId> => (await bank.lend([TERMS]))[0] as LoanId;
const money = (loanId: LoanId, on: string, amount: string, more: Partial<RepaymentFact> = {}): RepaymentFact => ({
  ...{ loanId, sourceId: uuid(), on: businessDate(on), amountFen: yuan(amount), via: 'debit', ...more },
});
const record = (today: string, ...facts: RepaymentFact[]) =>
  bank.on(businessDate(today), (context) => recordRepayments(context, bank.vault, facts));
const correct = (today: string, id: LoanId, change: Change, by: ChangedBy) =>
  bank.on(businessDate(today), (context) => recalculate(context, bank.vault, id, change, by));

/** By account, debits positive, in yuan. */
async function entry(ref: string): Promise<Record<string, string>> {
  const { rows } = await sql<{ code: string; amount: string }>`
    select split_part(account, '/', 1) as code, to_char((debit_fen - credit_fen) / 100.0, 'FM999990.00') as amount
    from ledger.lines
    join ledger.entries using (entry_id)
    where ref = ${ref}
    order by account`.execute(bank.db);
  return Object.fromEntries(rows.map(({ code, amount }) => [code, amount]));
}

test('what falls due is booked as due, what runs as accrued, and money pays it', async () => {
  const id = await lent();
  await bank.on(businessDate('2027-02-05'), (context) => bringForward(context, [id]));
  // 21 days of 1.20.
  assert.deepEqual(await entry(`due:${id}:2027-02-05`), { '1132-03': '25.20', '6011-01': '-25.20' });
  await bank.on(businessDate('2027-02-17'), (context) => bringForward(context, [id]));
  // 36.00 are due; of the next period two days on 11,000 have run: 2.20, which is 23.00 less than what had.
  assert.deepEqual(await entry(`due:${id}:2027-02-17`), {
    '1132-01': '36.00',
    '1132-03': '-23.00',
    '6011-01': '-13.00',
  });
  await bank.on(businessDate('2027-02-17'), (context) => bringForward(context, [id]));
  const fact = money(id, '2027-02-17', '1036.00');
  await record('2027-02-17', fact);
  assert.deepEqual(await entry(`interest:${fact.sourceId}`), {});
  assert.deepEqual(await entry(`repaid:${fact.sourceId}`), {
    '1132-01': '-36.00',
    '1303-01': '-1000.00',
    '3001-09': '1036.00',
  });
});

test('a repayment brings the loan forward itself, whether a batch has run or not', async () => {
  const id = await lent();
  const fact = money(id, '2027-02-17', '1036.00');
  await record('2027-02-17', fact);
  assert.deepEqual(await entry(`interest:${fact.sourceId}`), {
    '1132-01': '36.00',
    '1132-03': '2.20',
    '6011-01': '-38.20',
  });
});

test('paid early and taken back: one entry brings everything to where it would stand', async () => {
  const id = await lent();
  const book = (await readBook(bank.db, id))?.book;
  const on = businessDate('2027-01-25');
  const quote = book && quoteEarly(book, { on, mode: 'lower-instalment', principalFen: fen(2_000_00) });
  assert.equal(quote?.amountFen, 2_032_00);
  const fact = money(id, on, '2032.00', { via: 'customer', early: { mode: 'lower-instalment', feeFen: quote.feeFen } });
  // Asked for on the 25th, booked on the 27th: two days on 10,000 run from there.
  await record('2027-01-27', fact);
  assert.deepEqual(await entry(`interest:${fact.sourceId}`), {
    '1132-01': '12.00',
    '1132-03': '2.00',
    '6011-01': '-14.00',
  });
  assert.deepEqual(await entry(`repaid:${fact.sourceId}`), {
    ...{ '1132-01': '-12.00', '1303-01': '-2000.00', '3001-09': '2032.00', '6011-03': '-20.00' },
  });
  const { transactions } = await transactionsOf(bank.db, id, { types: ['early-repayment'], page: 1, pageSize: 10 });
  const sourceId = uuid();
  const by = { type: 'reversal', sourceId, amountFen: fact.amountFen } as const;
  assert.ok((await correct('2027-02-20', id, { void: transactions[0]?.id ?? '' }, by)).ok);
  // 20 February: 36.00 are due, five days on 11,000 have run: 5.50, less 2.00. 41.50 of income less 14.00.
  assert.deepEqual(await entry(`recalculated:${sourceId}`), {
    ...{ '1132-01': '36.00', '1132-03': '3.50', '1303-01': '2000.00', '3001-09': '-2032.00' },
    ...{ '6011-01': '-27.50', '6011-03': '20.00' },
  });
  assert.equal((await correct('2027-02-20', id, { void: transactions[0]?.id ?? '' }, by)).ok, false);
  const { rows } = (await readBook(bank.db, id))?.book ?? {};
  assert.deepEqual([rows?.length, rows?.[0]?.principalFen], [12, 1_000_00]);
});

test('written off and recovered: a loss, watched off-balance until the money comes', async () => {
  const id = await lent();
  const [off, back] = [uuid(), uuid()];
  const on = businessDate('2027-02-20');
  await bank.on(on, (context) => bringForward(context, [id]));
  assert.ok(
    (
      await correct(
        on,
        id,
        { insert: { kind: 'write-off', sourceId: off, on } },
        { type: 'write-off', sourceId: off, amountFen: fen(12_036_00) },
      )
    ).ok,
  );
  // What had run and was not due, 5.50, was never owed.
  assert.deepEqual(await entry(`recalculated:${off}`), {
    ...{ '1132-01': '-36.00', '1132-03': '-5.50', '1303-01': '-12000.00', '6011-01': '5.50', '6702-01': '12036.00' },
    ...{ '9002-01': '12036.00', '9002-02': '-12036.00' },
  });
  const later = businessDate('2027-06-01');
  const insert = { kind: 'recovery', sourceId: back, on: later, amountFen: fen(12_040_00) } as const;
  assert.ok((await correct(later, id, { insert }, { type: 'recovery', sourceId: back, amountFen: fen(12_040_00) })).ok);
  assert.deepEqual(await entry(`recalculated:${back}`), {
    ...{
      '2241-01': '-4.00',
      '3001-09': '12040.00',
      '6702-01': '-12036.00',
      '9002-01': '-12036.00',
      '9002-02': '12036.00',
    },
  });
});

test('told twice, and on two nodes at once, money counts once', async () => {
  const id = await lent();
  const fact = money(id, '2027-02-15', '1036.00');
  const told = await Promise.all([record('2027-02-15', fact), record('2027-02-15', fact)]);
  const again = await record('2027-02-16', fact, money(id, '2027-02-16', '0.01'));
  for (const answers of [...told, again]) assert.equal(answers.get(fact.sourceId)?.paid.principalFen, 1_000_00);
  const { total } = await transactionsOf(bank.db, id, { types: ['repayment'], page: 1, pageSize: 10 });
  assert.equal(total, 2);
  assert.equal((await readBook(bank.db, id))?.book.surplusFen, 1);
});

test('money that is told late counts from its day, also behind what came after it', async () => {
  const id = await lent();
  await record('2027-03-16', money(id, '2027-03-15', '1036.00'));
  const late = money(id, '2027-02-15', '1036.00');
  const answer = (await record('2027-03-16', late)).get(late.sourceId);
  // The first of the two by day paid the first instalment; the other one's 1,036 are 3.00 too much for the second.
  assert.deepEqual([answer?.paid.interestFen, answer?.paid.surplusFen], [36_00, 0]);
  const { transactions } = await transactionsOf(bank.db, id, { types: ['repayment'], page: 1, pageSize: 10 });
  assert.deepEqual(
    transactions.map(({ effectiveOn, paid }) => [effectiveOn, paid.interestFen, paid.surplusFen]),
    [
      ['2027-03-15', 33_00, 3_00],
      ['2027-02-15', 36_00, 0],
    ],
  );
});

test('the last instalment closes the loan; taken back, it is open again', async () => {
  const id = await lent();
  // 12,000 and 36 + 33 + … + 3 = 234 of interest, all of it on the last day.
  const all = money(id, '2028-01-15', '12234.00');
  assert.equal((await record('2028-01-15', all)).get(all.sourceId)?.closed, true);
  const closed = await readBook(bank.db, id);
  assert.deepEqual([closed?.loan.state, closed?.loan.closedOn, closed?.position.next], ['closed', '2028-01-15', null]);
  const more = money(id, '2028-01-16', '5.00');
  assert.equal((await record('2028-01-16', more)).get(more.sourceId)?.paid.surplusFen, 5_00);
  const { transactions } = await transactionsOf(bank.db, id, {
    from: businessDate('2028-01-15'),
    page: 1,
    pageSize: 10,
  });
  const paid = transactions.find(({ sourceId }) => sourceId === all.sourceId);
  const by = { type: 'reversal', sourceId: uuid(), amountFen: all.amountFen } as const;
  assert.ok((await correct('2028-01-17', id, { void: paid?.id ?? '' }, by)).ok);
  const open = await readBook(bank.db, id);
  assert.deepEqual([open?.loan.state, open?.loan.closedOn, open?.position.next?.no], ['active', null, 1]);
  // The 5.00 of the 16th go to the oldest instalment now.
  assert.deepEqual([open?.book.surplusFen, open?.book.rows[0]?.paidInterestFen], [0, 5_00]);
});

test('what a customer owes, and since when, as a decision asks', async () => {
  const id = await lent();
  const { customerId } = (await readBook(bank.db, id))?.loan ?? {};
  assert.ok(customerId);
  const asked = (day: string) => pastLoans(bank.db, customerId, businessDate(day));
  assert.deepEqual(await asked('2027-02-15'), { openLoans: 1, outstandingFen: 12_000_00, overdueDays: 0 });
  assert.deepEqual(await asked('2027-03-17'), { openLoans: 1, outstandingFen: 12_000_00, overdueDays: 30 });
  // All of February's and a part of March's.
  await record('2027-03-17', money(id, '2027-03-17', '1500.00'));
  assert.deepEqual(await asked('2027-03-17'), { openLoans: 1, outstandingFen: 10_569_00, overdueDays: 2 });
  const sourceId = uuid();
  const on = businessDate('2027-03-20');
  const given = { type: 'write-off', sourceId, amountFen: fen(10_569_00) } as const;
  assert.ok((await correct(on, id, { insert: { kind: 'write-off', sourceId, on } }, given)).ok);
  assert.deepEqual(await asked('2027-03-20'), { openLoans: 1, outstandingFen: 10_569_00, overdueDays: 5 });
  const whole = await lent();
  await record('2028-01-15', money(whole, '2028-01-15', '12234.00'));
  const paid = (await readBook(bank.db, whole))?.loan.customerId ?? customerId;
  const none = await pastLoans(bank.db, paid, businessDate('2028-06-01'));
  assert.deepEqual(none, { openLoans: 0, outstandingFen: 0, overdueDays: 0 });
});

test('what cannot be is refused and changes nothing', async () => {
  const id = await lent();
  const by = { type: 'refund', sourceId: uuid(), amountFen: fen(1) } as const;
  const of = { sourceId: by.sourceId, amountFen: fen(1) };
  const refusals = [
    [{ void: uuid() }, 'no-such-transaction'],
    [{ insert: { kind: 'refund', ...of, on: businessDate('2027-02-01') } }, 'refund-not-covered'],
    [{ insert: { kind: 'recovery', ...of, on: businessDate('2027-02-01') } }, 'not-written-off'],
    [{ insert: { kind: 'repayment', ...of, via: 'counter', on: businessDate('2027-01-14') } }, 'day-out-of-range'],
    [{ insert: { kind: 'repayment', ...of, via: 'counter', on: businessDate('2027-02-02') } }, 'day-out-of-range'],
  ] as const;
  for (const [change, expected] of refusals) {
    const done = await correct('2027-02-01', id, change, by);
    assert.equal(done.ok ? 'done' : done.refusal, expected);
  }
  assert.equal((await transactionsOf(bank.db, id, { page: 1, pageSize: 10 })).total, 1);
});

test('after all of it the books agree with themselves', async () => {
  assert.deepEqual(await ledgerFindings(bank.db), []);
});
