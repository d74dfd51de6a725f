import assert from 'node:assert/strict';
import { test } from 'node:test';
import { steady } from './steady.rules.ts';

type Row = { id: string; state: string };
const row = (id: string, state = 'open'): Row => ({ id, state });
const held = (shown: Row[], now: Row[]) => steady(shown, now, ({ id }) => id);

test('what changes within a row is shown at once, in its place', () => {
  assert.deepEqual(held([row('a'), row('b')], [row('a', 'claimed'), row('b')]), {
    rows: [row('a', 'claimed'), row('b')],
    waiting: 0,
  });
});

test('who has come, gone or moved waits, and is counted', () => {
  const { rows, waiting } = held([row('a'), row('b'), row('c')], [row('c'), row('d'), row('b')]);
  assert.deepEqual(
    rows.map(({ id }) => id),
    ['a', 'b', 'c'],
  );
  // a is gone, d has come, b and c have changed places.
  assert.equal(waiting, 4);
});
