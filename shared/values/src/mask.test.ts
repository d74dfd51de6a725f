import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mask } from './mask.ts';

test('a mobile number shows three digits and four', () => assert.equal(mask.mobile('13812345678'), '138****5678'));

test('an ID number hides birth and more', () =>
  assert.equal(mask.idNumber('11010519491231002X'), '1101**********002X'));

test('an account number shows its ends', () =>
  assert.equal(mask.accountNo('6222020000000000017'), '6222***********0017'));

test('a name keeps the family name, rare characters counting as one', () => {
  assert.equal(mask.name('王小明'), '王**');
  assert.equal(mask.name('𠮷野'), '𠮷*');
});

test('what is too short to be hidden in part is hidden whole', () => {
  assert.equal(mask.mobile('1381234'), '*******');
  assert.equal(mask.name('王'), '*');
  assert.equal(mask.accountNo(''), '');
});
