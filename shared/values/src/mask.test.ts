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

test('a card shows its ends, an address its district, an e-mail its first letter and its server', () => {
  assert.equal(mask.cardNo('6222020000000000017'), '6222***********0017');
  assert.equal(mask.address('北京市东城区安定路 1 号院 2 号楼 303 室'), '北京市东城区****');
  assert.equal(mask.address('安定路一号'), '*****');
  assert.equal(mask.email('wang.xiaoming@example.com'), 'w***@example.com');
  assert.equal(mask.email('@example.com'), '************');
  assert.equal(mask.email('no address'), '**********');
});
