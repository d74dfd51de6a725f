import assert from 'node:assert/strict';
import { test } from 'node:test';
import { binOf } from './card-bins.rules.ts';

test('a card is known by its first digits, the longest beginning that is listed', () => {
  assert.deepEqual(binOf('6222020000000001010'), { bankName: '中国工商银行', cardKind: 'debit' });
  assert.deepEqual(binOf('622848'), { bankName: '中国农业银行', cardKind: 'debit' });
  assert.deepEqual(binOf('9559900000'), { bankName: '中国农业银行', cardKind: 'debit' });
  assert.deepEqual(binOf('622575'), { bankName: '招商银行', cardKind: 'credit' });
  assert.equal(binOf('622588')?.cardKind, 'debit');
  assert.equal(binOf('000000'), undefined);
  assert.equal(binOf('62'), undefined);
});
