import assert from 'node:assert/strict';
import { test } from 'node:test';
import { businessDate, instant } from '@miaodai/values';
import { aDatabase } from '../../../test-kit/database.ts';
import { openBusinessDay, today } from './calendar.store.ts';
import { openDayByClock } from './open-day-by-clock.ts';

const now = instant('2026-11-23T01:00:00Z');

test('before any day was opened the bank has no today', async (t) => {
  const { db } = await aDatabase(t);
  await assert.rejects(today(db), /no business day/);
});

test('the bank goes from day to day and never back', async (t) => {
  const { db } = await aDatabase(t);
  const days = ['2026-11-23', '2026-11-23', '2026-11-22', '2026-11-24', '2026-11-23', '2026-12-01', '2026-11-30'];
  const seen: string[] = [];
  for (const day of days) {
    await openBusinessDay(db, businessDate(day), now);
    seen.push(await today(db));
  }
  assert.deepEqual(seen, [
    ...['2026-11-23', '2026-11-23', '2026-11-23', '2026-11-24', '2026-11-24', '2026-12-01', '2026-12-01'],
  ]);
});

test('a day is opened once, however many nodes open it at once', async (t) => {
  const { db } = await aDatabase(t);
  await Promise.all(Array.from({ length: 8 }, () => openBusinessDay(db, businessDate('2026-11-23'), now)));
  const rows = await db.selectFrom('calendar.business_days').select('business_on').execute();
  assert.deepEqual(rows, [{ business_on: '2026-11-23' }]);
});

test("the first day is that of the bank's home, where it changes at four in the afternoon in UTC; no clock opens a second", async (t) => {
  const { db } = await aDatabase(t);
  const at = (text: string) => ({ now: () => instant(text) });
  await openDayByClock(db, at('2026-11-23T16:00:00Z'));
  assert.equal(await today(db), '2026-11-24');
  await openDayByClock(db, at('2026-11-25T16:00:00Z'));
  assert.equal(await today(db), '2026-11-24');
});
