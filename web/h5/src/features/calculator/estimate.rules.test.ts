import assert from 'node:assert/strict';
import test from 'node:test';
import { fen } from '@miaodai/values/fen';
import { ageError, limitText } from './estimate.rules.ts';

test('a range is told by both ends, the same end once, and what is only thinkable as the most', () => {
  const [from, to] = [fen(49_400_00), fen(63_500_00)];
  assert.equal(limitText({ outcome: 'range', fromFen: from, toFen: to }), '49,400 – 63,500 元');
  assert.equal(limitText({ outcome: 'range', fromFen: to, toFen: to }), '约 63,500 元');
  assert.equal(limitText({ outcome: 'at-most', fromFen: null, toFen: to }), '最高约 63,500 元');
});

test('no age is fine, one that nobody has is not', () => {
  for (const text of ['', '16', '100']) assert.equal(ageError(text), undefined);
  for (const text of ['15', '101', '0']) assert.match(ageError(text) ?? '', /16 至 100/);
});
