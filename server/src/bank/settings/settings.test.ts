import assert from 'node:assert/strict';
import { test } from 'node:test';
import { businessDate } from '@miaodai/values';
import { sql } from 'kysely';
import { aDatabase } from '../../../test-kit/database.ts';
import { settings } from '../../seed/defaults.ts';
import { seedBank } from '../../seed/seed-bank.ts';
import { settingsSchema } from './settings.rules.ts';
import { readSettings } from './settings.store.ts';

test('a setting changes on its day, and every other stays', async (t) => {
  const { db } = await aDatabase(t);
  await seedBank(db, businessDate('2026-01-01'));
  assert.deepEqual(await readSettings(db, businessDate('2026-11-23')), settings);
  const row = { name: 'loginTries', effective_from: businessDate('2026-12-01'), value: JSON.stringify(3) };
  await db.insertInto('settings.settings').values(row).execute();
  assert.equal((await readSettings(db, businessDate('2026-11-30'))).loginTries, 5);
  assert.deepEqual(await readSettings(db, businessDate('2026-12-01')), { ...settings, loginTries: 3 });
});

test('a setting that is missing or out of bounds stops the work, and never falls back to a guess', async (t) => {
  const { db } = await aDatabase(t);
  await seedBank(db, businessDate('2026-01-01'));
  const row = { name: 'loginTries', effective_from: businessDate('2026-12-01'), value: JSON.stringify(0) };
  await db.insertInto('settings.settings').values(row).execute();
  await assert.rejects(readSettings(db, businessDate('2026-12-01')), /loginTries/);
  await assert.rejects(readSettings(db, businessDate('2025-12-31')), /loginTries/);
  for (const name of Object.keys(settings)) {
    const { [name as keyof typeof settings]: _, ...rest } = settings;
    assert.equal(settingsSchema.safeParse(rest).success, false, `without ${name}`);
    for (const value of [0, -1, 1.5, 1e12, null, '']) {
      assert.equal(
        settingsSchema.safeParse({ ...settings, [name]: value }).success,
        false,
        `${name} = ${String(value)}`,
      );
    }
  }
});

test("a setting cannot be changed behind the bank's back: rows are added, never edited", async (t) => {
  const { db } = await aDatabase(t);
  await seedBank(db, businessDate('2026-01-01'));
  await assert.rejects(
    sql`update settings.settings set value = '99' where name = 'loginTries'`.execute(db),
    /permission denied/,
  );
  await assert.rejects(sql`delete from settings.settings`.execute(db), /permission denied/);
});
