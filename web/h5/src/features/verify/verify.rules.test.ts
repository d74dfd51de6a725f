import assert from 'node:assert/strict';
import test from 'node:test';
import { fileError } from './verify.rules.ts';

test('a file that cannot be a contract is told before ten megabytes go out', () => {
  const pdf = { name: '合同.pdf', type: 'application/pdf', size: 400_000 };
  assert.equal(fileError(pdf), undefined);
  assert.equal(fileError({ ...pdf, type: '' }), undefined, 'a phone that knows no type');
  assert.equal(fileError({ ...pdf, name: 'download' }), undefined, 'a name without an ending');
  assert.equal(fileError({ name: 'a.txt', type: 'text/plain', size: 9 }), '请选择 PDF 文件');
  assert.equal(fileError({ ...pdf, size: 0 }), '文件是空的，请重新选择');
  assert.equal(fileError({ ...pdf, size: 10_485_760 }), undefined);
  assert.equal(fileError({ ...pdf, size: 10_485_761 }), '文件超过 10 MB，无法核对');
});
