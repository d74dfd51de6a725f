import assert from 'node:assert/strict';
import { test } from 'node:test';
import { conventionFor } from '@miaodai/loan-math';
import { businessDate, fen, ratePpm } from '@miaodai/values';
import { opened, type LoanBook, type LoanTerms } from './book.rules.ts';
import { fold, type Fact } from './fold.rules.ts';
import { allotmentsOf, seeInstalment, standingOf } from './view.rules.ts';

const day = businessDate;
// 3,000 at 3.6 % in three equal parts of principal: 1,000 each, and 9.00, 6.00, 3.00 of interest.
const TERMS: LoanTerms = {
  ...{ principalFen: fen(3_000_00), annualRatePpm: ratePpm(36_000), method: 'equal-principal', periods: 3 },
  ...{ convention: conventionFor('monthly'), disbursedOn: day('2026-08-20'), penaltyRatePpm: ratePpm(0) },
  ...{ graceDays: 0, earlyFeePpm: ratePpm(0), allocation: ['penalty', 'interest', 'principal'] },
};
const repaid = (id: string, on: string, amount: number): Fact => ({
  ...{ kind: 'repayment', id, on: day(on), amountFen: fen(amount), via: 'customer' },
});

function folded(facts: readonly Fact[]): LoanBook {
  const done = fold(TERMS, [], facts);
  assert.ok(done.ok);
  return done.value.book;
}

test('an instalment of which a part came is partly paid on its day and overdue from the day after', () => {
  const book = folded([repaid('a', '2026-09-20', 500_00)]);
  const [first] = book.rows;
  assert.ok(first);
  const on = (date: string) => {
    const { state, leftFen, daysPastDue } = seeInstalment(TERMS, first, day(date));
    return [state, leftFen, daysPastDue];
  };
  assert.deepEqual(on('2026-09-20'), ['partly-paid', 509_00, 0]);
  assert.deepEqual(on('2026-09-21'), ['overdue', 509_00, 1]);
});

test('what falls due today is the next payment, and is due now; nobody is late for it', () => {
  const standing = standingOf(opened(TERMS), day('2026-09-20'));
  assert.deepEqual(standing.next, { periodNo: 1, dueOn: '2026-09-20', leftFen: 1_009_00 });
  assert.deepEqual([standing.dueNowFen, standing.overdue], [1_009_00, null]);
});

test('what the bank has written off is still owed, less what came since, and no instalment is to come', () => {
  const facts: Fact[] = [
    repaid('a', '2026-09-20', 1_009_00),
    { kind: 'write-off', id: 'b', on: day('2027-02-20') },
    { kind: 'recovery', id: 'c', on: day('2027-03-01'), amountFen: fen(500_00) },
  ];
  const book = folded(facts);
  const standing = standingOf(book, day('2027-03-01'));
  // 2,000 of principal and 6.00 + 3.00 of interest, less 500. October's 20th is 132 days ago.
  assert.deepEqual([standing.dueNowFen, standing.next], [1_509_00, null]);
  assert.deepEqual(standing.overdue, {
    ...{ days: 132, sinceOn: '2026-10-20', periods: 2, amountFen: 1_509_00, penaltyFen: 0 },
  });
});

test('money for two instalments is told apart, and a fact that is none of the loan went nowhere', () => {
  // Both are late on 25 October: 1,009.00 of the first, 291.00 of the second, of which 6.00 is interest.
  const facts = [repaid('a', '2026-10-25', 1_300_00)];
  const book = opened(TERMS);
  assert.deepEqual(
    allotmentsOf(book, facts, 'a').map((one) => [one.row.periodNo, one.interestFen, one.principalFen]),
    [
      [1, 9_00, 1_000_00],
      [2, 6_00, 285_00],
    ],
  );
  assert.deepEqual(allotmentsOf(book, facts, 'z'), []);
});
