import assert from 'node:assert/strict';
import test from 'node:test';
import { wishIn } from './wish.ts';

test('of what lies in the storage only whole amounts under known names are taken', () => {
  assert.deepEqual(wishIn('{"amountFen":5000000,"termMonths":12,"name":"王"}'), {
    amountFen: 50_000_00,
    termMonths: 12,
  });
  assert.deepEqual(wishIn('{"amountFen":-1,"monthlyIncomeFen":1.5,"monthlyDebtFen":"7"}'), {});
  for (const text of ['', '{', 'null', '[]', '"x"']) assert.deepEqual(wishIn(text), {});
});
