import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addDays, businessDate, daysBetween, type BusinessDate } from '@miaodai/values';
import { aDatabase } from '../../../test-kit/database.ts';
import { isPublished, isWorkingByList } from './published-holidays.ts';
import { readWorkingDays } from './working-days.ts';
import { workingDaysBy } from './working-days.rules.ts';

const day = businessDate;
const byList = () => workingDaysBy({ isWorking: isWorkingByList, knows: isPublished }, []);

// By hand from the State Council's notices on the holidays of 2025 (published 12 November 2024) and of 2026 (4 November 2025): every day
// that is other than its weekday says.
const LISTS = [
  {
    year: '2025',
    off: [
      ...['01-01', '01-28', '01-29', '01-30', '01-31', '02-03', '02-04', '04-04'],
      ...['05-01', '05-02', '05-05', '06-02', '10-01', '10-02', '10-03', '10-06', '10-07', '10-08'],
    ],
    atWork: ['01-26', '02-08', '04-27', '09-28', '10-11'],
  },
  {
    year: '2026',
    off: [
      ...['01-01', '01-02', '02-16', '02-17', '02-18', '02-19', '02-20', '02-23', '04-06'],
      ...['05-01', '05-04', '05-05', '06-19', '09-25', '10-01', '10-02', '10-05', '10-06', '10-07'],
    ],
    atWork: ['01-04', '02-14', '02-28', '05-09', '09-20', '10-10'],
  },
];

for (const { year, off, atWork } of LISTS)
  test(`banks work in ${year} as the State Council has published`, () => {
    const working = byList();
    const found = { off: [] as string[], atWork: [] as string[] };
    for (let on = day(`${year}-01-01`); on.startsWith(year); on = addDays(on, 1)) {
      if (working.isWorkingDay(on) === isWeekday(on)) continue;
      found[isWeekday(on) ? 'off' : 'atWork'].push(on.slice(5));
    }
    assert.deepEqual(found, { off, atWork });
    assert.deepEqual(working.guessedYears(), []);
  });

test('three working days before a day leave out weekends and holidays, and count Saturdays that are worked', () => {
  const { before } = byList();
  assert.equal(before(day('2026-11-27'), 3), '2026-11-24', 'Friday to Tuesday');
  assert.equal(before(day('2026-11-30'), 3), '2026-11-25', 'Monday to Wednesday');
  assert.equal(before(day('2026-10-08'), 3), '2026-09-28', 'behind National Day: Wed, Tue, Mon');
  assert.equal(before(day('2026-10-12'), 3), '2026-10-08', 'Saturday the 10th, Friday, Thursday');
  assert.equal(before(day('2026-02-24'), 3), '2026-02-12', 'behind the Spring Festival: Saturday the 14th, Fri, Thu');
  assert.equal(before(day('2026-10-03'), 0), '2026-10-03', 'none before it is the day itself');
});

test('of a year whose holidays nobody has said yet it says that it goes by weekdays', async (t) => {
  const { db } = await aDatabase(t);
  const guessing = await readWorkingDays(db);
  assert.equal(guessing.before(day('2027-10-08'), 3), '2027-10-05', 'a Friday: Thu, Wed, Tue');
  assert.deepEqual(guessing.guessedYears(), ['2027']);
  // What was asked about 2026 was known.
  const asked = await readWorkingDays(db);
  assert.equal(asked.isWorkingDay(day('2026-12-31')), true);
  assert.deepEqual(asked.guessedYears(), []);

  await db
    .insertInto('calendar.day_overrides')
    .values([
      ...['2027-10-01', '2027-10-04', '2027-10-05', '2027-10-06', '2027-10-07'].map((on) => off(on)),
      { day: day('2027-10-09'), working: true, note: '国庆节调休' },
    ])
    .execute();
  const entered = await readWorkingDays(db);
  assert.equal(entered.before(day('2027-10-08'), 3), '2027-09-28', 'a Friday: Thu 30, Wed 29, Tue 28 September');
  assert.equal(entered.isWorkingDay(day('2027-10-09')), true);
  assert.deepEqual(entered.guessedYears(), []);
});

test('what the bank has set goes before what was published', async (t) => {
  const { db } = await aDatabase(t);
  await db.insertInto('calendar.day_overrides').values(off('2026-11-24')).execute();
  const working = await readWorkingDays(db);
  assert.equal(working.before(day('2026-11-27'), 3), '2026-11-23');
});

const off = (on: string) => ({ day: day(on), working: false, note: '国庆节' });

/** Counted from a Monday, so that no calendar is asked. */
const isWeekday = (on: BusinessDate): boolean => daysBetween(day('2024-12-30'), on) % 7 < 5;
