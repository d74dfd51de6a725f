import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assert as forAll, property } from 'fast-check';
import { addDays, addMonths, dayOfMonth, daysBetween, daysInMonth, type BusinessDate } from '@miaodai/values';
import { annualRatesOf, monthsAndOddDays } from './annual-rate.ts';
import { flowsOf, type Flow } from './flows.ts';
import { growthOver } from './interest.ts';
import { accruedInterest, payOffFigure } from './pay-off.ts';
import { periodsOf, schedule, type Schedule, type ScheduleRow } from './schedule.ts';
import { anyTerms } from './test-terms.ts';

const plans = anyTerms.map(schedule);
const holds = (what: string, check: (plan: Schedule) => void, numRuns = 100): void =>
  void test(what, () => forAll(property(plans, check), { numRuns }));
const total = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);

holds(
  'principal parts sum to the loan, every total is its parts, and nothing is negative',
  ({ terms, rows, ...plan }) => {
    assert.equal(total(rows.map((row) => row.principalFen)), terms.principalFen);
    assert.equal(total(rows.map((row) => row.interestFen)), plan.totalInterestFen);
    for (const row of rows) {
      assert.equal(row.totalFen, row.principalFen + row.interestFen);
      assert.ok(row.principalFen >= 0 && row.interestFen >= 0 && row.balanceFen >= 0 && row.days > 0);
    }
  },
);

holds('the balance never rises, is the one before less the principal part, and ends at zero', ({ terms, rows }) => {
  let before: number = terms.principalFen;
  for (const row of rows) {
    assert.equal(row.balanceFen, before - row.principalFen);
    before = row.balanceFen;
  }
  assert.equal(before, 0);
});

holds('due dates rise strictly, one a calendar month, each on the due day or its month end', ({ terms, rows }) => {
  const dueDay = terms.dueDay ?? dayOfMonth(terms.firstDueOn ?? terms.disbursedOn);
  const first = rows[0]?.dueOn as BusinessDate;
  assert.ok(first > terms.disbursedOn);
  if (terms.firstDueOn !== undefined) assert.equal(first, terms.firstDueOn);
  rows.forEach((row, index) => {
    assert.equal(dayOfMonth(row.dueOn), Math.min(dueDay, daysInMonth(row.dueOn)));
    assert.equal(row.dueOn.slice(0, 7), addMonths(`${first.slice(0, 7)}-01` as BusinessDate, index).slice(0, 7));
  });
});

/** One fen a period with interest to the end: what rounding can add up to at most. Twice that in the searched cases. */
function roundingBound(plan: Schedule): number {
  const growths = periodsOf(plan.terms).map((period) => {
    const { numerator, denominator } = growthOver(plan.terms.annualRatePpm, period, plan.terms.convention.dayCount);
    return Number(numerator) / Number(denominator);
  });
  return growths.slice(1).reduce((bound, growth) => bound * (1 + growth) + 1, 1) * (1 + 1e-9);
}

holds(
  'equal instalments are equal, the last within rounding; only interest above the level payment exceeds it',
  (plan) => {
    const level = plan.levelPaymentFen;
    if (level === null) return assert.notEqual(plan.terms.method, 'equal-instalment');
    const others = plan.rows.slice(0, -1);
    for (const row of others) assert.equal(row.totalFen, Math.max(level, row.interestFen));
    const plain =
      others.every((row) => row.interestFen <= level) && level * plan.rows.length >= plan.terms.principalFen;
    const off = Math.abs((plan.rows.at(-1)?.totalFen as number) - level);
    assert.ok(off <= roundingBound(plan) * (plain ? 1 : 2), `${off} off ${level}, bound ${roundingBound(plan)}`);
  },
);

holds(
  'interest accrued to a due date is that instalment’s, and on the payout day nothing',
  (plan) => {
    assert.equal(accruedInterest(plan, plan.terms.disbursedOn), 0);
    for (const row of plan.rows.slice(0, 40)) assert.equal(accruedInterest(plan, row.dueOn), row.interestFen);
  },
  60,
);

holds(
  'interest accrued never falls from day to day inside a period, nor passes the instalment’s',
  (plan) => {
    const first = plan.rows[0] as ScheduleRow;
    let before = 0;
    for (let day = plan.terms.disbursedOn; day <= first.dueOn; day = addDays(day, 1)) {
      const accrued = accruedInterest(plan, day);
      assert.ok(accrued >= before && accrued <= first.interestFen);
      before = accrued;
    }
  },
  60,
);

holds('closing the loan on the day of payout costs the principal, and after the last instalment nothing', (plan) => {
  const { terms, rows, totalInterestFen } = plan;
  assert.deepEqual(payOffFigure(plan, terms.disbursedOn), {
    principalFen: terms.principalFen,
    interestFen: 0,
    totalFen: terms.principalFen,
  });
  const everything = { principalFen: terms.principalFen, interestFen: totalInterestFen };
  assert.equal(payOffFigure(plan, rows.at(-1)?.dueOn as BusinessDate, everything).totalFen, 0);
  assert.equal(
    payOffFigure(plan, addDays(rows.at(-1)?.dueOn as BusinessDate, 5)).totalFen,
    terms.principalFen + totalInterestFen,
  );
});

const worthAt = (flows: readonly Flow[], factor: (on: BusinessDate) => number): number =>
  total(flows.map((flow) => flow.amountFen * factor(flow.on)));

/** Zero lies between the worths half a ppm to either side, but for the last digits that a double has. */
function assertBrackets(worth: (ppm: number) => number, ppm: number, principal: number): void {
  const dust = principal * 1e-10;
  assert.ok(worth(ppm - 0.51) <= dust, `too high: ${ppm}`);
  assert.ok(worth(ppm + 0.51) >= -dust, `too low: ${ppm}`);
}

holds('at the IRR, to the ppm, the plan is worth nothing on the day of payout', (plan) => {
  const flows = flowsOf(plan);
  const start = plan.terms.disbursedOn;
  const worth = (ppm: number): number => worthAt(flows, (on) => (1 + ppm / 1e6) ** (-daysBetween(start, on) / 365));
  assertBrackets(worth, annualRatesOf(plan).irrPpm, plan.terms.principalFen);
});

holds('at the APR, to the ppm, the plan is worth nothing by months and odd days', (plan) => {
  const flows = flowsOf(plan);
  const start = plan.terms.disbursedOn;
  const worth = (ppm: number): number =>
    worthAt(flows, (on) => {
      const { months, oddDays } = monthsAndOddDays(start, on);
      return 1 / ((1 + (ppm / 12e6) * (oddDays / 30)) * (1 + ppm / 12e6) ** months);
    });
  assertBrackets(worth, annualRatesOf(plan).aprPpm, plan.terms.principalFen);
});

test('the same terms always give the same plan', () =>
  forAll(
    property(anyTerms, (terms) => assert.deepEqual(schedule(terms), schedule(structuredClone(terms)))),
    {
      numRuns: 20,
    },
  ));
