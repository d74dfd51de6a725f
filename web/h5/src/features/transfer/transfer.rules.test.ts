import assert from 'node:assert/strict';
import test from 'node:test';
import { fen } from '@miaodai/values/fen';
import { amountError, isOpen, limitsText } from './transfer.rules.ts';

const limits = { minFen: fen(1_00), maxFen: fen(5_000_00), leftTodayFen: fen(8_000_00) };

test('the limits stand under the field before anything is typed', () => {
  assert.equal(limitsText(limits), '1 – 5,000 元，今天还可以转 8,000 元');
});

test('an amount at a limit is fine, a fen beyond it is not', () => {
  assert.equal(amountError(fen(1_00), 'in', limits), undefined);
  assert.equal(amountError(fen(5_000_00), 'in', limits), undefined);
  assert.equal(amountError(fen(99), 'in', limits), '最少转入 1 元');
  assert.equal(amountError(fen(5_000_01), 'out', limits), '现在最多可以转出 5,000 元');
  assert.equal(amountError(undefined, 'out', limits), '请输入转出金额');
});

test('money on its way back is still on its way', () => {
  assert.deepEqual(['requested', 'sent', 'returning', 'done', 'refused'].map(isOpen), [true, true, true, false, false]);
});
