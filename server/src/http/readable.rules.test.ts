import assert from 'node:assert/strict';
import { test } from 'node:test';
import { unreadableIn } from './readable.rules.ts';

test('text that no database holds and nobody reads is found, wherever it stands', () => {
  const input = {
    note: '一\u0000',
    list: ['好', { deep: '\ud800' }],
    more: ['\u001b[31m', '\u009f', '\u007f'],
    n: 1,
    none: null,
  };
  assert.deepEqual(unreadableIn(input), ['note', 'list.1.deep', 'more.0', 'more.1', 'more.2']);
  assert.deepEqual(unreadableIn({ note: '两行\r\n和\t制表，💰、é、𠮷' }), []);
  assert.deepEqual(unreadableIn('\u0000'), ['']);
});

test('what is as long as a file is looked at for what the database refuses', () => {
  const long = 'x'.repeat(20_001);
  assert.deepEqual(unreadableIn({ a: long, b: `${long}\u0000`, c: `${long}\udc00`, d: `${long}\u0007` }), ['b', 'c']);
});
