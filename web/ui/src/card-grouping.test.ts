import assert from 'node:assert/strict';
import test from 'node:test';
import { cardGrouping, cardNoFits } from './card-grouping.ts';
import { regroup } from './grouping.ts';

test('a card number is shown in fours and kept bare', () => {
  assert.equal(cardGrouping.show('6222021234567890123'), '6222 0212 3456 7890 123');
  assert.equal(cardGrouping.show('62220212'), '6222 0212');
  assert.equal(regroup(cardGrouping, '6222 0212-3456', 14).bare, '622202123456');
});

test('a number of which one digit is wrong does not fit', () => {
  // The well-known test number: its check digit is 1.
  assert.equal(cardNoFits('4111111111111111'), true);
  assert.equal(cardNoFits('4111111111111112'), false);
  assert.equal(cardNoFits('411111111111111'), false);
});
