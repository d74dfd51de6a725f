import assert from 'node:assert/strict';
import test from 'node:test';
import { demandsOn } from './new-password.rules.ts';

const unmet = (password: string, mobile = '13800001234'): string[] =>
  demandsOn(password, mobile)
    .filter(({ met }) => !met)
    .map(({ text }) => text);

const [LENGTH, KINDS, COMMON] = ['8 至 64 位', '字母、数字、符号中至少两种', '不含手机号，不大量重复'];

test('a password is told what it lacks', () => {
  assert.deepEqual(unmet(''), [LENGTH, KINDS, COMMON]);
  assert.deepEqual(unmet('abc1234'), [LENGTH, COMMON]);
  assert.deepEqual(unmet('abcdefgh'), [KINDS, COMMON]);
  assert.deepEqual(unmet('a13800001234'), [COMMON]);
  assert.deepEqual(unmet(`${'a1'.repeat(32)}!`), [LENGTH, COMMON]);
});

test('letters with digits, or digits with signs, are enough', () => {
  assert.deepEqual([unmet('korallen7'), unmet('2468!357', '')], [[], []]);
});
