import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loginPasswordError, transactionPasswordError } from './passwords.ts';

const why = (digits: string, known = {}) => transactionPasswordError(digits, known);

test('runs up and down, also over nine and nought, are no transaction passwords', () => {
  for (const run of ['012345', '123456', '456789', '567890', '890123', '654321', '987654', '210987', '543210'])
    assert.equal(why(run), '交易密码不能是连续数字', run);
  for (const good of ['123457', '135790', '271828', '654320', '112358']) assert.equal(why(good), undefined, good);
});

test('repeats of one, two or three digits, and pairs and triples, are none either', () => {
  for (const same of ['000000', '888888', '121212', '909090', '123123', '520520'])
    assert.equal(why(same), '交易密码不能是重复数字', same);
  for (const pairs of ['112233', '998877', '111222', '888666'])
    assert.equal(why(pairs), '交易密码不能是成对重复的数字', pairs);
  for (const good of ['112244', '119922', '123321', '121213']) assert.equal(why(good), undefined, good);
});

test('a birthday in no way of writing it', () => {
  const known = { birthday: '1985-06-17' };
  for (const form of ['850617', '061785', '170685', '198506', '061985', '171985'])
    assert.equal(why(form, known), '交易密码不能是您的生日', form);
  for (const other of ['850618', '061786', '198507']) assert.equal(why(other, known), undefined, other);
  assert.equal(why('850617'), undefined, 'of nobody whose birthday is known');
});

test('no six digits in a row of the mobile or the ID number', () => {
  const known = { mobile: '13867524901', idNumber: '11010519491231002X' };
  for (const part of ['138675', '386752', '524901'])
    assert.equal(why(part, known), '交易密码不能是您手机号中的数字', part);
  for (const part of ['110105', '105194', '194912', '231002'])
    assert.equal(why(part, known), '交易密码不能是您身份证号中的数字', part);
  for (const good of ['524902', '109422', '831002']) assert.equal(why(good, known), undefined, good);
});

test('what is no six digits is none', () => {
  for (const text of ['', '12345', '1234567', 'abcdef', '２７１８２８', '27182８', '271828\n', ' 271828'])
    assert.equal(why(text), '交易密码为 6 位数字', JSON.stringify(text));
});

test('a login password is long enough, of two kinds, and no name of its own', () => {
  const cases: [string, string | undefined][] = [
    ['', '登录密码至少 8 位'],
    ['Abc-123', '登录密码至少 8 位'],
    ['a1'.repeat(33), '登录密码最多 64 位'],
    ['abcd\u0000123', '登录密码不能包含控制字符'],
    ['84930275', '请同时使用字母、数字、符号中的至少两种'],
    ['kzmwqvtx', '请同时使用字母、数字、符号中的至少两种'],
    ['aaaaaaa1', '请不要大量重复同一个字符'],
    ['13867524901a', '登录密码不能包含您的手机号'],
    ['Miaodai-2026', undefined],
    ['correct horse', undefined],
    ['我的密码很长很长', '请同时使用字母、数字、符号中的至少两种'],
    ['我的密码很长很长1', undefined],
    ['a1b2c3d4'.repeat(8), undefined],
  ];
  for (const [password, expected] of cases)
    assert.equal(loginPasswordError(password, '13867524901'), expected, password);
  assert.equal(loginPasswordError('Miaodai-202', '', 12), '登录密码至少 12 位');
  assert.equal(loginPasswordError('Miaodai-2026', '', 12), undefined);
});
