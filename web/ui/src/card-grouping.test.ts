import assert from 'node:assert/strict';
import test from 'node:test';
import { cardGrouping } from './card-grouping.ts';
import { regroup } from './grouping.ts';

test('a card number is shown in fours and kept bare', () => {
  assert.equal(cardGrouping.show('6222021234567890123'), '6222 0212 3456 7890 123');
  assert.equal(cardGrouping.show('62220212'), '6222 0212');
  assert.equal(regroup(cardGrouping, '6222 0212-3456', 14).bare, '622202123456');
});
