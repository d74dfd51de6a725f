import assert from 'node:assert/strict';
import { test } from 'node:test';
import { conventionFor } from '@miaodai/loan-math';
import { businessDate, fenFromYuan, ratePpm, yuanText, ZERO, type Fen } from '@miaodai/values';
import { opened, outstanding, ownInterest, type LoanBook } from './book.rules.ts';
import { quoteEarly, type EarlyQuote, type Mode } from './early.rules.ts';
import { apply } from './fold.rules.ts';
import { someLoanTerms } from './test-terms.ts';

// 12,000 yuan at 3.6 % a year in twelve principals of 1,000 on each 15th from 15 February 2027; one per cent is the fee of an early
// repayment. By months a whole month costs 0.3 %, an odd day 0.01 %.
const yuan = (text: string): Fen => fenFromYuan(text) ?? ZERO;
const loan = (given: Parameters<typeof someLoanTerms>[0] = {}): LoanBook =>
  opened(someLoanTerms({ method: 'equal-principal', earlyFeePpm: ratePpm(10_000), ...given }));

function paid(book: LoanBook, ...payments: [day: string, amount: string][]): LoanBook {
  return payments.reduce((now, [day, amount]) => {
    const fact = {
      kind: 'repayment' as const,
      id: day,
      on: businessDate(day),
      amountFen: yuan(amount),
      via: 'debit' as const,
    };
    return apply(now, fact).book;
  }, book);
}

/** What it costs by part, and in how many instalments of what the rest is repaid. */
function early(book: LoanBook, day: string, principal: string, mode: Mode) {
  const on = businessDate(day);
  const quote = quoteEarly(book, { on, mode, principalFen: yuan(principal) });
  assert.ok(quote);
  const { mode: _, ...fact } = { ...quote, kind: 'early-repayment' as const, id: day, via: 'customer' as const };
  const applied = apply(book, { ...fact, mode, kind: 'early-repayment' });
  const { paid: to } = applied;
  assert.equal(
    to.penaltyFen + to.interestFen + to.principalFen + to.feeFen,
    quote.amountFen,
    'the quote is taken whole',
  );
  assert.deepEqual(
    applied.book.rows.filter((row) => row.settledOn === null),
    quote.rowsAfter,
  );
  return { quote, after: applied.book, costs: costsOf(quote), rest: quote.rowsAfter.map(restOf) };
}
const costsOf = ({ owed, ownInterestFen, feeFen, principalFen, amountFen }: EarlyQuote): string =>
  [owed.totalFen, ownInterestFen, feeFen, principalFen, amountFen].map(yuanText).join(' ');
const restOf = (row: EarlyQuote['rowsAfter'][number]): string =>
  `${row.dueOn} ${yuanText(row.principalFen)} ${yuanText(ownInterest(row))}`;

const FIRST: [string, string] = ['2027-02-15', '1036.00'];
const SECOND: [string, string] = ['2027-03-15', '1033.00'];

test('on the due day: first what is due, then principal; no interest has run', () => {
  const { costs, rest, quote, after } = early(paid(loan(), FIRST), '2027-03-15', '3000', 'lower-instalment');
  assert.equal(costs, '1033.00 0.00 30.00 3000.00 4063.00');
  // 7,000 in ten parts; 7,000 × 0.3 %, 6,300 × 0.3 % …
  assert.equal(rest.length, 10);
  assert.deepEqual(rest.slice(0, 2), ['2027-04-15 700.00 21.00', '2027-05-15 700.00 18.90']);
  // 30 + 27 + … + 3 = 165.00 before, 2.1 × 55 = 115.50 after.
  assert.equal(yuanText(quote.interestSavedFen), '49.50');
  assert.deepEqual([quote.nextBeforeFen, quote.nextAfterFen], [1_030_00, 721_00]);
  assert.equal(outstanding(after), 7_000_00);
});

test('on the due day, with a shorter term: the fewest instalments that are no higher than before', () => {
  const { rest, quote } = early(paid(loan(), FIRST), '2027-03-15', '3000', 'shorter-term');
  // 7,000 in seven parts begins with 1,021, in six with 1,187.67; 1,030 was the highest.
  assert.equal(rest.length, 7);
  assert.equal(rest[0], '2027-04-15 1000.00 21.00');
  // 165.00 less 21 + 18 + … + 3 = 84.00.
  assert.equal(yuanText(quote.interestSavedFen), '81.00');
  assert.deepEqual([quote.endsBefore, quote.endsAfter], ['2028-01-15', '2027-10-15']);
});

test('the day before: 27 days of the running period on the whole balance; the next instalment bears one day', () => {
  const { costs, rest } = early(paid(loan(), FIRST), '2027-03-14', '3000', 'lower-instalment');
  // 11,000 × 3.6 % × 27 ÷ 360 = 29.70
  assert.equal(costs, '0.00 29.70 30.00 3000.00 3059.70');
  // 8,000 ÷ 11 = 727.27; 8,000 × 0.01 % = 0.80; then 7,272.73 × 0.3 % = 21.82.
  assert.deepEqual(rest.slice(0, 2), ['2027-03-15 727.27 0.80', '2027-04-15 727.27 21.82']);
  assert.equal(rest.length, 11);
  assert.equal(rest.at(-1)?.slice(0, 17), '2028-01-15 727.30'); // 8,000.00 − 10 × 727.27
});

test('the day after: one day on the whole balance, the rest of the period on what is left', () => {
  const { costs, rest } = early(paid(loan(), FIRST, SECOND), '2027-03-16', '3000', 'lower-instalment');
  // 10,000 × 0.01 % = 1.00; then 30 days on 7,000.
  assert.equal(costs, '0.00 1.00 30.00 3000.00 3031.00');
  assert.equal(rest[0], '2027-04-15 700.00 21.00');
});

test('in the first period', () => {
  const { costs, rest } = early(loan(), '2027-01-25', '2000', 'lower-instalment');
  // 12,000 × 0.01 % × 10 = 12.00; then 21 days on 10,000.
  assert.equal(costs, '0.00 12.00 20.00 2000.00 2032.00');
  assert.deepEqual([rest.length, rest[0]], [12, '2027-02-15 833.33 21.00']);
});

test('on the day of the payout nothing has been borne', () => {
  const { costs, rest } = early(loan(), '2027-01-15', '2000', 'lower-instalment');
  assert.equal(costs, '0.00 0.00 20.00 2000.00 2020.00');
  assert.equal(rest[0], '2027-02-15 833.33 30.00');
});

test('paid off with two instalments overdue: penalties, both, the running interest, the fee, and all principal', () => {
  const book = paid(loan({ penaltyRatePpm: ratePpm(180_000) }), FIRST);
  const { costs, rest, after } = early(book, '2027-04-20', '0', 'pay-off');
  // 1,033 + 36 days of 0.50 = 1,051.00; 1,030 + 5 days of 0.50 = 1,032.50; 9,000 × 0.01 % × 5 = 4.50; 1 % of 9,000.
  assert.equal(costs, '2083.50 4.50 90.00 9000.00 11178.00');
  assert.deepEqual(rest, []);
  assert.equal(outstanding(after), 0);
  assert.ok(after.rows.every((row) => row.settledOn !== null));
});

test('paid ahead, the period that is paid for bears nothing more', () => {
  const running = { kind: 'repayment' as const, id: 'a', on: businessDate('2027-02-10'), amountFen: yuan('1036.00') };
  const ahead = apply(loan(), { ...running, via: 'customer' }).book;
  const { costs, rest } = early(ahead, '2027-02-12', '1000', 'lower-instalment');
  assert.equal(costs, '0.00 0.00 10.00 1000.00 1010.00');
  // 10,000 in eleven parts, with interest from 15 February on.
  assert.deepEqual([rest.length, rest[0]], [11, '2027-03-15 909.09 30.00']);
});

test('by actual days over a leap February and a month end', () => {
  // 36,500 at 10 % bear 10.00 a day.
  const book = loan({
    ...{ method: 'interest-only', annualRatePpm: ratePpm(100_000), principalFen: yuan('36500') },
    ...{ disbursedOn: businessDate('2028-01-31'), convention: conventionFor('actual/365') },
  });
  const onTheDay = early(book, '2028-02-29', '16500', 'lower-instalment');
  assert.equal(onTheDay.costs, '290.00 0.00 165.00 16500.00 16955.00');
  // 20,000 × 10 % × 31 ÷ 365 = 169.863…
  assert.equal(onTheDay.rest[0], '2028-03-31 0.00 169.86');
  const dayAfter = early(paid(book, ['2028-02-29', '290.00']), '2028-03-01', '16500', 'shorter-term');
  assert.equal(dayAfter.costs, '0.00 10.00 165.00 16500.00 16675.00');
  // With interest only the term stays: eleven are left. 20,000 × 10 % × 30 ÷ 365 = 164.383…
  assert.deepEqual([dayAfter.rest.length, dayAfter.rest[0]], [11, '2028-03-31 0.00 164.38']);
});

test('equal instalments: the shorter term keeps the instalment, the lower one the term', () => {
  const book = loan({ method: 'equal-instalment', annualRatePpm: ratePpm(0), earlyFeePpm: ratePpm(0) });
  // Without interest: 1,000 a month. 3,500 less leave 8,500: in twelve parts 708.33, or nine of which eight are 944.44.
  const lower = early(book, '2027-01-20', '3500', 'lower-instalment');
  assert.deepEqual(
    [lower.rest.length, lower.rest[0], lower.rest[11]],
    [12, '2027-02-15 708.33 0.00', '2028-01-15 708.37 0.00'],
  );
  const shorter = early(book, '2027-01-20', '3500', 'shorter-term');
  assert.deepEqual([shorter.rest.length, shorter.rest[0]], [9, '2027-02-15 944.44 0.00']);
});

test('a rest of seven fen', () => {
  const book = paid(loan({ earlyFeePpm: ratePpm(0) }), FIRST);
  const shorter = early(book, '2027-02-15', '10999.93', 'shorter-term');
  assert.deepEqual(shorter.rest, ['2027-03-15 0.07 0.00']);
  const lower = early(book, '2027-02-15', '10999.93', 'lower-instalment');
  assert.equal(lower.rest.length, 11);
  assert.equal(outstanding(lower.after), 7);
});

test('what does not pay the interest and the fee repays nothing early, and is owed back', () => {
  const fact = { kind: 'early-repayment' as const, id: 'a', on: businessDate('2027-01-25'), via: 'customer' as const };
  const {
    book,
    paid: to,
    replanned,
  } = apply(loan(), { ...fact, amountFen: yuan('32.00'), mode: 'pay-off', feeFen: yuan('20.00') });
  assert.deepEqual([to.surplusFen, to.principalFen, to.interestFen, to.feeFen, replanned], [32_00, 0, 0, 0, false]);
  assert.deepEqual(book.rows, loan().rows);
});

test('more than a pay-off costs is owed back', () => {
  const quote = quoteEarly(loan(), { on: businessDate('2027-01-25'), mode: 'pay-off', principalFen: ZERO });
  assert.equal(yuanText(quote?.amountFen ?? ZERO), '12132.00'); // 12,000 + 12.00 + 120.00
  const fact = { kind: 'early-repayment' as const, id: 'a', on: businessDate('2027-01-25'), via: 'customer' as const };
  const { book } = apply(loan(), { ...fact, amountFen: yuan('12137.00'), mode: 'pay-off', feeFen: yuan('120.00') });
  assert.deepEqual([book.surplusFen, outstanding(book)], [5_00, 0]);
});

test('another pays its share of the running interest by the rule of that very day', () => {
  const rule = { ratePpm: ratePpm(12_000), fromOn: businessDate('2027-01-20'), untilOn: businessDate('2027-01-25') };
  const book = opened(someLoanTerms({ method: 'equal-principal' }), [rule]);
  const { quote } = early(book, '2027-01-25', '2000', 'lower-instalment');
  // A third of 12.00.
  assert.deepEqual([quote.accruedInterestFen, quote.accruedDiscountFen, quote.ownInterestFen], [12_00, 4_00, 8_00]);
});
