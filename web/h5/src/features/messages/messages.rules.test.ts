import assert from 'node:assert/strict';
import { test } from 'node:test';
import { byDay } from './messages.rules.ts';

const now = Date.parse('2026-11-23T01:00:00Z'); // Nine in the morning of the 23rd.

test('messages stand under the days of the bank’s home, which begin at four in the afternoon UTC', () => {
  const at = ['2026-11-23T00:30:00Z', '2026-11-22T16:00:00Z', '2026-11-22T15:59:59Z', '2026-11-20T02:00:00Z'];
  const before = ['2026-11-20T01:00:00Z', '2025-12-31T01:00:00Z'];
  assert.deepEqual(
    byDay(
      [...at, ...before].map((text) => ({ at: text })),
      now,
    ).map(({ name, messages }) => [name, messages.length]),
    [
      ['今天', 2],
      ['昨天', 1],
      ['11月20日', 2],
      ['2025年12月31日', 1],
    ],
  );
});

test('where there is nothing there are no days', () => {
  assert.deepEqual(byDay([], now), []);
});
