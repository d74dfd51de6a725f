import assert from 'node:assert/strict';
import test from 'node:test';
import { weakDigits } from './weak-digits.ts';

test('six equal digits, a run up or down and a repeated group are seen to be weak', () => {
  for (const digits of ['000000', '123456', '456789', '654321', '121212', '123123', '808808'])
    assert.match(weakDigits(digits) ?? '', /请换一个/, digits);
});

test('what only looks regular from afar is left to the server', () => {
  for (const digits of ['135790', '112233', '790134', '890123', '121213', '198605'])
    assert.equal(weakDigits(digits), undefined, digits);
});
