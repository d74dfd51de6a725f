import assert from 'node:assert/strict';
import { test } from 'node:test';
import { conventionFor } from '@miaodai/loan-math';
import { businessDate, fenFromYuan, ratePpm, yuanText, ZERO, type Fen } from '@miaodai/values';
import { opened, ownInterest, type Discount, type LoanBook } from './book.rules.ts';
import { apply, type Via } from './fold.rules.ts';
import { owedOn, type Paid } from './pay.rules.ts';
import { someLoanTerms } from './test-terms.ts';

// 12,000 yuan at 3.6 % a year, 0.3 % a month, in twelve principals of 1,000: instalments of 1,036, 1,033, 1,030 … on each 15th from
// 15 February 2027. Penalty is 18 % a year of 360 days: half a yuan a day on 1,000.
const EQUAL = { method: 'equal-principal', penaltyRatePpm: ratePpm(180_000) } as const;
const loan = (given: Parameters<typeof someLoanTerms>[0] = {}, discounts: readonly Discount[] = []): LoanBook =>
  opened(someLoanTerms({ ...EQUAL, ...given }), discounts);

const yuan = (text: string): Fen => fenFromYuan(text) ?? ZERO;
const told = ({ penaltyFen, interestFen, principalFen, surplusFen }: Paid): string =>
  [penaltyFen, interestFen, principalFen, surplusFen].map(yuanText).join(' ');
const owes = (book: LoanBook, day: string): string => {
  const owed = owedOn(book, businessDate(day));
  return `${[owed.penaltyFen, owed.interestFen, owed.principalFen].map(yuanText).join(' ')}, ${owed.daysPastDue} days`;
};

/** Penalty, interest, principal and what is beyond, of each payment. */
function paying(book: LoanBook, ...payments: [day: string, amount: string, told: string, via?: Via][]): LoanBook {
  let now = book;
  for (const [day, amount, expected, via = 'debit'] of payments) {
    const fact = { kind: 'repayment' as const, id: day, on: businessDate(day), amountFen: yuan(amount), via };
    const { book: after, paid } = apply(now, fact);
    assert.equal(told(paid), expected, day);
    now = after;
  }
  return now;
}

test('paid on its day an instalment is settled, and nothing is owed until the next', () => {
  assert.equal(owes(loan(), '2027-02-14'), '0.00 0.00 0.00, 0 days');
  assert.equal(owes(loan(), '2027-02-15'), '0.00 36.00 1000.00, 0 days');
  const after = paying(loan(), ['2027-02-15', '1036.00', '0.00 36.00 1000.00 0.00']);
  assert.equal(after.rows[0]?.settledOn, '2027-02-15');
  assert.equal(owes(after, '2027-03-14'), '0.00 0.00 0.00, 0 days');
  assert.equal(owes(after, '2027-03-15'), '0.00 33.00 1000.00, 0 days');
});

test('late, each day costs penalty on the principal, not on the interest', () => {
  // 1,000 × 18 % × 10 ÷ 360 = 5.00
  assert.equal(owes(loan(), '2027-02-25'), '5.00 36.00 1000.00, 10 days');
  paying(loan(), ['2027-02-25', '1041.00', '5.00 36.00 1000.00 0.00']);
});

test('paid in part, penalty goes on from the rest', () => {
  const part = paying(loan(), ['2027-02-25', '441.00', '5.00 36.00 400.00 0.00']);
  // 600 × 18 % × 10 ÷ 360 = 3.00 from 25 February to 7 March.
  assert.equal(owes(part, '2027-03-07'), '3.00 0.00 600.00, 20 days');
  paying(part, ['2027-03-07', '603.00', '3.00 0.00 600.00 0.00']);
});

test('what is not paid of a penalty stays owed', () => {
  const part = paying(loan(), ['2027-02-25', '2.00', '2.00 0.00 0.00 0.00']);
  // 5.00 − 2.00, and ten more days on 1,000.
  assert.equal(owes(part, '2027-03-07'), '8.00 36.00 1000.00, 20 days');
});

test('in the days of grace no penalty; beyond them from the due date on', () => {
  const patient = loan({ graceDays: 3 });
  assert.equal(owes(patient, '2027-02-18'), '0.00 36.00 1000.00, 3 days');
  // Four days of 0.50.
  assert.equal(owes(patient, '2027-02-19'), '2.00 36.00 1000.00, 4 days');
  // 500 of principal paid in grace: from there on only the rest costs, for all the days: 500 × 18 % × 4 ÷ 360.
  const part = paying(patient, ['2027-02-17', '536.00', '0.00 36.00 500.00 0.00']);
  assert.equal(owes(part, '2027-02-19'), '1.00 0.00 500.00, 4 days');
});

test('in another order of allocation the principal goes first, and stops the penalty', () => {
  const book = loan({ allocation: ['principal', 'interest', 'penalty'] });
  const part = paying(book, ['2027-02-25', '1000.00', '0.00 0.00 1000.00 0.00']);
  assert.equal(owes(part, '2027-03-07'), '5.00 36.00 0.00, 20 days');
  const end = paying(part, ['2027-03-07', '41.00', '5.00 36.00 0.00 0.00']);
  assert.equal(end.rows[0]?.settledOn, '2027-03-07');
});

test('the oldest instalment first', () => {
  // 33 days and 5 days on 1,000 each: 16.50 and 2.50.
  assert.equal(owes(loan(), '2027-03-20'), '19.00 69.00 2000.00, 33 days');
  // 1,052.50 settle the first; of 47.50 the second gets 2.50, 33.00 and 12.00.
  const part = paying(loan(), ['2027-03-20', '1100.00', '19.00 69.00 1012.00 0.00']);
  assert.equal(owes(part, '2027-03-20'), '0.00 0.00 988.00, 5 days');
});

test('ahead of its day the running instalment is settled whole, at the amounts of the plan, or not at all', () => {
  const ahead = paying(loan(), ['2027-02-10', '1036.00', '0.00 36.00 1000.00 0.00', 'customer']);
  assert.equal(owes(ahead, '2027-02-15'), '0.00 0.00 0.00, 0 days');
  paying(ahead, ['2027-02-11', '1033.00', '0.00 0.00 0.00 1033.00', 'customer']); // The one after it does not run yet.
  paying(loan(), ['2027-02-10', '1035.99', '0.00 0.00 0.00 1035.99', 'customer']);
  paying(loan(), ['2027-02-10', '1036.00', '0.00 0.00 0.00 1036.00', 'debit']);
  paying(loan(), ['2027-02-15', '2069.00', '0.00 69.00 2000.00 0.00', 'customer']);
});

test('beyond what is owed money is owed back', () => {
  const after = paying(loan(), ['2027-02-15', '1040.00', '0.00 36.00 1000.00 4.00']);
  assert.equal(after.surplusFen, 4_00);
});

test('another pays a third of the interest of what falls due in March and April', () => {
  const rule = { ratePpm: ratePpm(12_000), fromOn: businessDate('2027-03-01'), untilOn: businessDate('2027-04-15') };
  const book = loan({}, [rule]);
  // 36, a third of 33, a third of 30 on the last day of the rule, 27.
  assert.deepEqual(
    book.rows.slice(0, 4).map((row) => yuanText(row.discountFen)),
    ['0.00', '11.00', '10.00', '0.00'],
  );
  paying(
    book,
    ['2027-02-15', '1036.00', '0.00 36.00 1000.00 0.00'],
    ['2027-03-15', '1022.00', '0.00 22.00 1000.00 0.00'],
  );
});

test('an instalment that another pays whole is never late', () => {
  const all = { ratePpm: ratePpm(50_000), fromOn: businessDate('2027-01-01'), untilOn: null };
  const book = loan({ method: 'interest-only' }, [all]);
  assert.equal(owes(book, '2027-05-20'), '0.00 0.00 0.00, 0 days');
  assert.deepEqual(book.rows.slice(0, 2).map(ownInterest), [0, 0]);
});

test('each day count over a month end and a leap February', () => {
  const interest = (disbursedOn: string, dayCount: 'actual/365' | '30/360' | 'monthly', principal: string) =>
    loan({
      ...{ method: 'interest-only', annualRatePpm: ratePpm(100_000), principalFen: yuan(principal) },
      ...{ disbursedOn: businessDate(disbursedOn), convention: conventionFor(dayCount) },
    })
      .rows.slice(0, 3)
      .map((row) => `${row.dueOn} ${yuanText(row.interestFen)}`);
  // 36,500 at 10 % bear 10.00 a day of 365: 29, 31, 30 days.
  assert.deepEqual(interest('2028-01-31', 'actual/365', '36500'), [
    '2028-02-29 290.00',
    '2028-03-31 310.00',
    '2028-04-30 300.00',
  ]);
  // 36,000 bear 10.00 a day of 360: the 31st counts as the 30th, so 28, 32, 30 days.
  assert.deepEqual(interest('2027-01-31', '30/360', '36000'), [
    '2027-02-28 280.00',
    '2027-03-31 320.00',
    '2027-04-30 300.00',
  ]);
  // By months each is a twelfth of 3,600.
  assert.deepEqual(interest('2027-01-31', 'monthly', '36000'), [
    '2027-02-28 300.00',
    '2027-03-31 300.00',
    '2027-04-30 300.00',
  ]);
});
