import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { businessDate } from '@miaodai/values';
import { vault as openVault } from '../../server/src/platform/crypto/vault.ts';
import { seedBank } from '../../server/src/seed/seed-bank.ts';
import { aDatabase } from '../../server/test-kit/database.ts';
import { decideRandomly } from './random-applications.ts';

/** Ten thousand with `npm run bench back-test`. */
const COUNT = Number(process.env['APPLICATIONS'] ?? 100);

test('applications made up at random: each ends in exactly one state, and each decision is the same again', async (t) => {
  const { db } = await aDatabase(t);
  await seedBank(db, businessDate('2020-01-01'));
  const ended = await decideRandomly({ db, vault: openVault(randomBytes(32)) }, COUNT, 20_261_123);
  assert.deepEqual(Object.keys(ended).toSorted(), ['amount', 'declined', 'officer']);
  assert.equal(
    Object.values(ended).reduce((sum, n) => sum + n, 0),
    COUNT,
  );
});
