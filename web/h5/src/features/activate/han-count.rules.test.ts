import assert from 'node:assert/strict';
import test from 'node:test';
import { hanCount } from './han-count.rules.ts';

test('digits, blanks and letters are no Chinese characters', () => {
  assert.equal(hanCount('北京市东城区 1 号院 B 座'), 9);
  assert.equal(hanCount('12345678'), 0);
});
