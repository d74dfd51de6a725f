import assert from 'node:assert/strict';
import test from 'node:test';
import { cuesOf, shutterTimes } from './guide.rules.ts';

test('the face at rest comes first, then the actions in the order drawn', () => {
  assert.deepEqual(cuesOf(['turn-left', 'blink'], 4), [
    { action: 'neutral', frames: 1 },
    { action: 'turn-left', frames: 4 },
    { action: 'blink', frames: 4 },
  ]);
});

test('four pictures over 1.8 seconds are 0.6 seconds apart, after the words could be read', () => {
  const pace = { leadMs: 1_000, spanMs: 1_800, restMs: 0 };
  assert.deepEqual(shutterTimes({ action: 'turn-left', frames: 4 }, pace), [1_000, 1_600, 2_200, 2_800]);
  assert.deepEqual(shutterTimes({ action: 'neutral', frames: 1 }, pace), [1_000]);
});
