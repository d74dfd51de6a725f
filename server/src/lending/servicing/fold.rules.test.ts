import assert from 'node:assert/strict';
import { test } from 'node:test';
import { array, assert as holds, constantFrom, integer, oneof, property, record, type Arbitrary } from 'fast-check';
import { conventionFor, DAY_COUNTS, METHODS } from '@miaodai/loan-math';
import { addDays, businessDate, fen, plus, ratePpm, ZERO } from '@miaodai/values';
import { opened, outstanding, PARTS, type Discount, type LoanBook, type LoanTerms } from './book.rules.ts';
import { accruedBefore, brought, figuresOf, imbalance } from './figures.rules.ts';
import { apply, fold, misplaced, type Fact } from './fold.rules.ts';
import { someLoanTerms } from './test-terms.ts';

const terms: Arbitrary<LoanTerms> = record({
  principalFen: oneof(integer({ min: 1, max: 100 }), integer({ min: 1_000_00, max: 200_000_00 })).map(fen),
  annualRatePpm: constantFrom(0, 36_000, 240_000).map(ratePpm),
  penaltyRatePpm: constantFrom(0, 180_000).map(ratePpm),
  earlyFeePpm: constantFrom(0, 10_000).map(ratePpm),
  graceDays: constantFrom(0, 5),
  method: constantFrom(...METHODS),
  periods: integer({ min: 1, max: 14 }),
  convention: constantFrom(...DAY_COUNTS).map(conventionFor),
  disbursedOn: constantFrom('2027-01-15', '2027-01-31', '2027-11-30').map(businessDate),
  allocation: constantFrom(PARTS, PARTS.toReversed()),
});
const discounts: Arbitrary<Discount[]> = constantFrom(
  [],
  [{ ratePpm: ratePpm(18_000), fromOn: businessDate('2027-03-01'), untilOn: businessDate('2027-09-20') }],
  [{ ratePpm: ratePpm(500_000), fromOn: businessDate('2027-01-01'), untilOn: null }],
);
const steps = array(
  record({
    after: integer({ min: 0, max: 45 }),
    kind: constantFrom<Fact['kind']>('repayment', 'repayment', 'early-repayment', 'refund', 'write-off', 'recovery'),
    amountFen: oneof(integer({ min: 1, max: 5_000 }), integer({ min: 1, max: 120_000_00 })).map(fen),
    via: constantFrom('debit', 'customer'),
    mode: constantFrom('shorter-term', 'lower-instalment', 'pay-off'),
    feeFen: constantFrom(0, 100).map(fen),
  }),
  { maxLength: 25 },
);

test('whatever happens, all that was lent is in the plan, each payment is its parts, and every fen is accounted for', () => {
  holds(
    property(terms, discounts, steps, (loan, rules, lived) => {
      let book = opened(loan, rules);
      let on = loan.disbursedOn;
      const course = { penaltyFen: ZERO, feeFen: ZERO, receivedFen: ZERO };
      const facts: Fact[] = [];
      for (const { after, ...step } of lived) {
        on = addDays(on, after);
        const fact = { ...step, id: String(facts.length), on } as Fact;
        if (misplaced(book, fact)) continue;
        facts.push(fact);
        const { book: next, paid } = apply(book, fact);
        book = next;
        const money = fact.kind === 'write-off' || fact.kind === 'refund' ? 0 : fact.amountFen;
        assert.equal(Object.values(paid).reduce(plus, ZERO), money);
        assert.ok(Object.values(paid).every((part) => part >= 0));
        course.penaltyFen = plus(course.penaltyFen, paid.penaltyFen);
        course.feeFen = plus(course.feeFen, paid.feeFen);
        course.receivedFen = fen(course.receivedFen + money - (fact.kind === 'refund' ? fact.amountFen : 0));
        isWhole(book);
        const now = brought(book, on);
        assert.equal(imbalance(loan.principalFen, figuresOf(now, accruedBefore(now, on), course)), 0);
      }
      const folded = fold(loan, rules, facts);
      assert.ok(folded.ok);
      assert.deepEqual(folded.value.book, book);
    }),
  );
});

function isWhole(book: LoanBook): void {
  assert.equal(
    book.rows.reduce((sum, row) => sum + row.principalFen, 0),
    book.terms.principalFen,
  );
  assert.ok(outstanding(book) >= 0 && book.surplusFen >= 0);
  for (const row of book.rows) {
    assert.ok(row.paidPrincipalFen >= 0 && row.paidPrincipalFen <= row.principalFen);
    assert.ok(row.paidInterestFen >= 0 && row.paidInterestFen <= row.interestFen - row.discountFen);
    assert.ok(row.paidPenaltyFen >= 0 && row.paidPenaltyFen <= row.penaltyFen);
    const paid = row.principalFen - row.paidPrincipalFen + row.interestFen - row.discountFen - row.paidInterestFen;
    if (row.settledOn !== null) assert.equal(paid + row.penaltyFen - row.paidPenaltyFen, 0);
  }
  assert.deepEqual(
    book.rows.map((row) => row.no),
    book.rows.map((_, i) => i + 1),
  );
}

test('facts of one day count in the order in which they were recorded', () => {
  const terms = someLoanTerms({ method: 'equal-principal' });
  const on = businessDate('2027-01-25');
  const ahead: Fact = { kind: 'repayment', id: 'ahead', on, amountFen: fen(1_036_00), via: 'customer' };
  const early = { kind: 'early-repayment', id: 'early', on, amountFen: fen(2_012_00), via: 'customer' } as const;
  const mode = { mode: 'lower-instalment', feeFen: ZERO } as const;
  const interest = (...facts: Fact[]) => {
    const folded = fold(terms, [], facts);
    return folded.ok && [folded.value.paid.get('ahead')?.interestFen, folded.value.paid.get('early')?.interestFen];
  };
  // The whole month's 36.00 first, and nothing more to 25 January; or the 12.00 to that day first, and what 10,000 bear until the 15th
  // (21 days, 21.00) is not all of what the 1,036.00 are for: 833.33 and 21.00 are taken, the rest is owed back.
  assert.deepEqual(interest(ahead, { ...early, ...mode }), [36_00, 0]);
  assert.deepEqual(interest({ ...early, ...mode }, ahead), [21_00, 12_00]);
});

test('a refund is covered, a recovery follows a write-off, a write-off is one', () => {
  const book = opened(someLoanTerms());
  const on = businessDate('2027-02-20');
  const of = { id: 'a', on, amountFen: fen(1) };
  assert.equal(misplaced(book, { kind: 'refund', ...of }), 'refund-not-covered');
  assert.equal(misplaced(book, { kind: 'recovery', ...of }), 'not-written-off');
  const { book: given } = apply(book, { kind: 'write-off', ...of });
  assert.equal(misplaced(given, { kind: 'write-off', ...of }), 'written-off');
});

test('written off with one instalment overdue; what comes in later makes up for it, and no more', () => {
  const { book } = apply(opened(someLoanTerms({ method: 'equal-principal' })), {
    ...{ kind: 'write-off', id: 'a', on: businessDate('2027-02-20') },
  });
  // 12,000 of principal and the 36.00 of 15 February.
  assert.deepEqual(book.writtenOff, { on: '2027-02-20', principalFen: 12_000_00, interestFen: 36_00, recoveredFen: 0 });
  const later = apply(book, { kind: 'recovery', id: 'b', on: businessDate('2027-06-01'), amountFen: fen(12_040_00) });
  assert.deepEqual([later.paid.principalFen, later.paid.surplusFen, later.book.surplusFen], [12_036_00, 4_00, 4_00]);
  // An automatic debit that was on its way is recovered too.
  const debit = { kind: 'repayment', id: 'c', on: businessDate('2027-02-21'), amountFen: fen(1_000_00) } as const;
  assert.equal(apply(book, { ...debit, via: 'debit' }).book.writtenOff?.recoveredFen, 1_000_00);
});
