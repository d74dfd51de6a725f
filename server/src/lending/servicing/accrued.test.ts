import assert from 'node:assert/strict';
import { test } from 'node:test';
import { constant, constantFrom, integer, oneof, record, sample } from 'fast-check';
import { sql } from 'kysely';
import { DAY_COUNTS, interestFor, interestToDay } from '@miaodai/loan-math';
import { addDays, businessDate, dayOfMonth, fen, ratePpm } from '@miaodai/values';
import { aDatabase } from '../../../test-kit/database.ts';

const stretches = record({
  dayCount: constantFrom(...DAY_COUNTS),
  openingFen: oneof(integer({ min: 0, max: 1_000 }), integer({ min: 0, max: 1_000_000_000_000 })).map(fen),
  rate: oneof(constant(0), integer({ min: 0, max: 1_000_000 })).map(ratePpm),
  from: integer({ min: 0, max: 15_000 }).map((days) => addDays(businessDate('2023-12-25'), days)),
  length: integer({ min: 1, max: 62 }),
  asOf: integer({ min: -2, max: 64 }),
});

test('interest to a day: the statement that writes a million loans says what the engine says of one', async (t) => {
  const { db } = await aDatabase(t);
  const cases = sample(stretches, 5_000).map(({ from, length, asOf, ...of }) => {
    const to = addDays(from, length);
    const period = { from, to, dueDay: dayOfMonth(to) };
    const day = addDays(from, asOf);
    const whole = interestFor(of.openingFen, of.rate, period, of.dayCount);
    // Before its first day a period has borne nothing; the engine is only asked about its days.
    const expected = day <= from ? 0 : interestToDay(of.openingFen, of.rate, period, day, of.dayCount);
    return { ...of, from, to, day, whole, expected };
  });
  const { rows } = await sql<{ expected: number; accrued: number; case: object }>`
    select expected, servicing.accrued(rate, "dayCount", "openingFen", whole, "from", "to", day) as accrued,
      to_jsonb(asked) as case
    from jsonb_to_recordset(${JSON.stringify(cases)}::jsonb) as asked (
      rate int, "dayCount" text, "openingFen" bigint, whole bigint, "from" date, "to" date, day date, expected bigint)`.execute(
    db,
  );
  assert.equal(rows.length, 5_000);
  for (const row of rows) assert.equal(row.accrued, row.expected, JSON.stringify(row.case));
  const { rows: none } = await sql<{ accrued: number }>`
    select servicing.accrued(36000, 'monthly', null, null, null, null, date '2026-11-23') as accrued`.execute(db);
  assert.equal(none[0]?.accrued, 0);
});
