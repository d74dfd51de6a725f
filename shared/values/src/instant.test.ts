import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  addSeconds,
  dayInShanghai,
  instant,
  instantFromMs,
  minuteInShanghai,
  secondInShanghai,
  secondsBetween,
} from './instant.ts';

test('an instant has one form, whatever zone it was written in', () => {
  assert.equal(instant('2026-11-23T13:38:00+08:00'), '2026-11-23T05:38:00.000Z');
  assert.equal(instantFromMs(0), '1970-01-01T00:00:00.000Z');
  assert.throws(() => instant('2026-11-23'), RangeError);
});

test('seconds are added and counted', () => {
  const noon = instant('2026-11-23T12:00:00Z');
  assert.equal(addSeconds(noon, 90), '2026-11-23T12:01:30.000Z');
  assert.equal(secondsBetween(noon, addSeconds(noon, -5)), -5);
});

test('the day at the bank’s home changes at four in the afternoon UTC', () => {
  assert.equal(dayInShanghai(instant('2026-11-23T15:59:59Z')), '2026-11-23');
  assert.equal(dayInShanghai(instant('2026-11-23T16:00:00Z')), '2026-11-24');
  assert.equal(minuteInShanghai(instant('2026-11-23T05:38:10Z')), '2026-11-23 13:38');
  assert.equal(secondInShanghai(instant('2026-11-23T05:38:10.900Z')), '2026-11-23 13:38:10');
});
