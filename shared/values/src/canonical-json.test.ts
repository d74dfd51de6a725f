import assert from 'node:assert/strict';
import { test } from 'node:test';
import { canonicalJson } from './canonical-json.ts';

test('one text for one content, in whatever order it was put together', () => {
  const one = { b: [{ z: 1, a: '二' }], a: null, é: true, B: undefined };
  const other = { é: true, a: null, b: [{ a: '二', z: 1 }] };
  assert.equal(canonicalJson(one), '{"a":null,"b":[{"a":"二","z":1}],"é":true}');
  assert.equal(canonicalJson(other), canonicalJson(one));
  assert.notEqual(canonicalJson([1, 2]), canonicalJson([2, 1]));
  assert.equal(canonicalJson([undefined]), '[null]');
});
