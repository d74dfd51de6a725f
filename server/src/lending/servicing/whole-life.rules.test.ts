import assert from 'node:assert/strict';
import { test } from 'node:test';
import { businessDate, fen, fenFromYuan, ratePpm, yuanText, ZERO } from '@miaodai/values';
import { fold, type Fact } from './fold.rules.ts';
import { someLoanTerms } from './test-terms.ts';

/**
 * 10,000 yuan for 36 months at 3.6 % by whole months, paid out on 31 January 2027: 10,000 × 0.003 ÷ (1 − 1.003⁻³⁶) = 293.46 a month, the last
 * 293.60. Interest and principal by decimal arithmetic of another language, balance by balance.
 */
const PAID =
  '30.00/263.46 29.21/264.25 28.42/265.04 27.62/265.84 26.82/266.64 26.02/267.44 25.22/268.24 24.42/269.04 23.61/269.85 ' +
  '22.80/270.66 21.99/271.47 21.17/272.29 20.36/273.10 19.54/273.92 18.72/274.74 17.89/275.57 17.07/276.39 16.24/277.22 ' +
  '15.40/278.06 14.57/278.89 13.73/279.73 12.89/280.57 12.05/281.41 11.21/282.25 10.36/283.10 9.51/283.95 8.66/284.80 ' +
  '7.81/285.65 6.95/286.51 6.09/287.37 5.23/288.23 4.36/289.10 3.50/289.96 2.63/290.83 1.75/291.71 0.88/292.72';
/** The last of each month; February of 2028 has 29 days. */
const LAST_DAYS = [
  '28 31 30 31 30 31 31 30 31 30 31 31',
  '29 31 30 31 30 31 31 30 31 30 31 31',
  '28 31 30 31 30 31 31 30 31 30 31 31',
];

const dueDays = LAST_DAYS.flatMap((days, year) =>
  days.split(' ').map((day, i) => {
    const month = (i + 1) % 12;
    return businessDate(`${2027 + year + (month === 0 ? 1 : 0)}-${String(month + 1).padStart(2, '0')}-${day}`);
  }),
);

test('thirty-six instalments on their days, over a leap February, and nothing is left of the loan', () => {
  const facts = dueDays.map((on, i): Fact => {
    const amountFen = fenFromYuan(i === 35 ? '293.60' : '293.46') ?? ZERO;
    return { kind: 'repayment', id: String(i), on, amountFen, via: 'debit' };
  });
  const terms = someLoanTerms({
    ...{ principalFen: fen(10_000_00), periods: 36, penaltyRatePpm: ratePpm(54_000) },
    disbursedOn: businessDate('2027-01-31'),
  });
  const lived = fold(terms, [], facts);
  assert.ok(lived.ok);
  const { book, paid } = lived.value;
  const parts = [...paid.values()].map(
    ({ interestFen, principalFen }) => `${yuanText(interestFen)}/${yuanText(principalFen)}`,
  );
  assert.deepEqual(parts, PAID.split(' '));
  assert.deepEqual(
    book.rows.map(({ dueOn, settledOn }) => [dueOn, settledOn]),
    dueDays.map((on) => [on, on]),
  );
  assert.equal(book.rows[12]?.dueOn, '2028-02-29');
  assert.deepEqual([book.rows.at(-1)?.balanceFen, book.surplusFen], [0, 0]);
});
