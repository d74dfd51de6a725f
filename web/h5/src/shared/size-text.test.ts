import assert from 'node:assert/strict';
import test from 'node:test';
import { sizeText } from './size-text.ts';

test('sizes are told as people say them', () => {
  const sizes = [1, 1_024, 331_776, 5 * 1_048_576, 1_572_864];
  assert.deepEqual(sizes.map(sizeText), ['1 KB', '1 KB', '324 KB', '5 MB', '1.5 MB']);
});
