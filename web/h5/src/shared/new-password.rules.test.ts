import assert from 'node:assert/strict';
import test from 'node:test';
import { demandsOn, isGoodEnough } from './new-password.rules.ts';

const unmet = (password: string, mobile = '13800001234'): string[] =>
  demandsOn(password, mobile)
    .filter(({ met }) => !met)
    .map(({ text }) => text);

test('a password is told what it lacks', () => {
  assert.deepEqual(unmet(''), ['8 至 64 位', '字母、数字、符号中至少两种', '不含您的手机号']);
  assert.deepEqual(unmet('abc1234'), ['8 至 64 位']);
  assert.deepEqual(unmet('abcdefgh'), ['字母、数字、符号中至少两种']);
  assert.deepEqual(unmet('a13800001234'), ['不含您的手机号']);
  assert.deepEqual(unmet(`${'a1'.repeat(32)}!`), ['8 至 64 位']);
});

test('letters with digits, or digits with signs, are enough', () => {
  assert.ok(isGoodEnough('abcd1234', '13800001234'));
  assert.ok(isGoodEnough('2468!357', ''));
});
