import { constant, constantFrom, integer, oneof, record, type Arbitrary } from 'fast-check';
import { addDays, businessDate, dayOfMonth, fen, ratePpm, type BusinessDate } from '@miaodai/values';
import { conventionFor, DAY_COUNTS } from './convention.ts';
import { METHODS, type Terms } from './terms.ts';

/** Terms for tests that show only what matters to them: 10,000 yuan over a year at 3.6 %, by months. */
export const someTerms = (given: Partial<Terms> = {}): Terms => ({
  method: 'equal-instalment',
  principalFen: fen(10_000_00),
  annualRatePpm: ratePpm(36_000),
  periods: 12,
  convention: conventionFor('monthly'),
  disbursedOn: businessDate('2026-01-15'),
  ...given,
});

const days = integer({ min: 0, max: 60_000 }).map((n): BusinessDate => addDays(businessDate('1990-01-01'), n));
const principals = oneof(
  integer({ min: 1, max: 1_000 }),
  integer({ min: 1_000_00, max: 1_000_000_00 }),
  integer({ min: 1, max: 1_000_000_000_000 }),
);
const rates = oneof(constant(0), integer({ min: 0, max: 360_000 }), integer({ min: 0, max: 1_000_000 }));
const periods = oneof(integer({ min: 1, max: 36 }), integer({ min: 1, max: 120 }), constant(360));

type Due = Pick<Terms, 'dueDay' | 'firstDueOn'>;
const dues = (disbursedOn: BusinessDate): Arbitrary<Due> => {
  const firstDueOn = integer({ min: 1, max: 100 }).map((n) => addDays(disbursedOn, n));
  return oneof(
    constant<Due>({}),
    integer({ min: 1, max: 31 }).map((dueDay) => ({ dueDay })),
    firstDueOn.map((first) => ({ firstDueOn: first })),
    firstDueOn.map((first) => ({ firstDueOn: first, dueDay: dayOfMonth(first) })),
  );
};

/** Any terms that the engine takes, from 1 fen to 10^12 and from one period to thirty years, with odd first periods. */
export const anyTerms: Arbitrary<Terms> = days.chain((disbursedOn) =>
  record({
    method: constantFrom(...METHODS),
    principalFen: principals.map(fen),
    annualRatePpm: rates.map(ratePpm),
    periods,
    convention: constantFrom(...DAY_COUNTS).map(conventionFor),
    due: dues(disbursedOn),
  }).map(({ due, ...terms }) => ({ ...terms, disbursedOn, ...due })),
);
