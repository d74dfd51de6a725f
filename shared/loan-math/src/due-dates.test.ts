import assert from 'node:assert/strict';
import { test } from 'node:test';
import { businessDate } from '@miaodai/values';
import { dueOn, firstDueOn, type DueDateTerms } from './due-dates.ts';

const dates = (terms: DueDateTerms, count: number): string[] =>
  Array.from({ length: count }, (_, index) => dueOn(terms, index + 1));

test('a loan paid out on 31 January falls due on the last day of each month, and on the 31st where there is one', () => {
  const terms = { disbursedOn: businessDate('2026-01-31') };
  assert.deepEqual(dates(terms, 4), ['2026-02-28', '2026-03-31', '2026-04-30', '2026-05-31']);
});

test('due day 30 is 29 February in a leap year and 28 in others, and 30 in March again', () => {
  const terms = { disbursedOn: businessDate('2027-12-30'), dueDay: 30 };
  assert.deepEqual(dates(terms, 3), ['2028-01-30', '2028-02-29', '2028-03-30']);
  assert.equal(dueOn(terms, 14), '2029-02-28');
});

test('without a first due date the first instalment falls due in the month after the payout', () => {
  assert.equal(firstDueOn({ disbursedOn: businessDate('2026-03-05'), dueDay: 20 }), '2026-04-20');
  assert.equal(firstDueOn({ disbursedOn: businessDate('2026-03-25'), dueDay: 20 }), '2026-04-20');
  assert.equal(firstDueOn({ disbursedOn: businessDate('2026-12-25') }), '2027-01-25');
});

test('a first due date sets the day of the later ones, unless the due day says more', () => {
  const disbursedOn = businessDate('2026-01-10');
  const firstDueOn = businessDate('2026-02-28');
  assert.deepEqual(dates({ disbursedOn, firstDueOn }, 3), ['2026-02-28', '2026-03-28', '2026-04-28']);
  assert.deepEqual(dates({ disbursedOn, firstDueOn, dueDay: 31 }, 3), ['2026-02-28', '2026-03-31', '2026-04-30']);
});
