import assert from 'node:assert/strict';
import test from 'node:test';
import { fileError } from './paper.rules.ts';

const most = 5 * 1_048_576;

test('a file of another kind, an empty or a large one is told before it is sent', () => {
  assert.equal(fileError({ type: 'application/pdf', size: most }, most), undefined);
  assert.equal(fileError({ type: 'image/png', size: 1 }, most), undefined);
  assert.match(fileError({ type: 'image/png', size: most + 1 }, most) ?? '', /超过 5 MB/);
  assert.match(fileError({ type: 'application/zip', size: 10 }, most) ?? '', /JPG、PNG 图片或 PDF/);
  assert.match(fileError({ type: 'image/jpeg', size: 0 }, most) ?? '', /空/);
});
