import assert from 'node:assert/strict';
import test from 'node:test';
import { fen } from '@miaodai/values/fen';
import { amountError, limitsText, wholeLimit } from './amount.rules.ts';

const limits = { minFen: fen(500_00), maxFen: fen(58_050_00), stepFen: fen(100_00) };

test('the limits stand under the field in the words in which a broken one is named', () => {
  assert.equal(limitsText(limits), '500 – 58,050 元，100 元整数倍');
  assert.equal(amountError(fen(58_100_00), limits), '最高可借 58,050 元');
  assert.equal(amountError(fen(400_00), limits), '最低可借 500 元');
  assert.equal(amountError(fen(1_250_00), limits), '借款金额应为 100 元的整数倍');
  assert.equal(amountError(undefined, limits), '请输入借款金额');
  assert.equal(amountError(fen(58_000_00), limits), undefined);
});

test('borrowing all of it takes the largest multiple within the limit', () => {
  assert.equal(wholeLimit(limits), 58_000_00);
});
