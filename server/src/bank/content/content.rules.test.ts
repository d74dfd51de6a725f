import assert from 'node:assert/strict';
import { test } from 'node:test';
import { businessDate } from '@miaodai/values';
import fc from 'fast-check';
import { asDocument, fillIn, hashOf, type Text } from './content.rules.ts';

const text: Text = {
  kind: 'loan-contract',
  version: '2026-1',
  effectiveOn: businessDate('2026-01-01'),
  title: '合同 {{no}}',
  paragraphs: ['借款人：{{name}}', '金额 {{amount}} 元，大写 {{capitals}}；{{name}} 已阅读'],
  readingSeconds: 8,
  mustReachEnd: true,
};
const values = { no: 'HT1', name: '王小明', amount: '50,000.00', capitals: '伍万元整' };

test('every variable is filled in, wherever and however often it stands', () => {
  const filled = fillIn(text, values);
  assert.equal(filled.title, '合同 HT1');
  assert.deepEqual(filled.paragraphs, ['借款人：王小明', '金额 50,000.00 元，大写 伍万元整；王小明 已阅读']);
  assert.deepEqual([filled.kind, filled.version, filled.readingSeconds], ['loan-contract', '2026-1', 8]);
});

test('a text with a gap is never shown', () => {
  for (const name of Object.keys(values) as (keyof typeof values)[]) {
    const { [name]: _, ...rest } = values;
    assert.throws(() => fillIn(text, rest), new RegExp(`loan-contract 2026-1 asks for \\{\\{${name}\\}\\}`));
  }
  assert.throws(() => fillIn({ ...text, title: '{{toString}}' }, values), /asks for \{\{toString\}\}/);
});

test('what is filled in is text, and never a template itself', () => {
  const filled = fillIn(text, { ...values, name: '{{amount}} $& $1' });
  assert.equal(filled.paragraphs[0], '借款人：{{amount}} $& $1');
});

test('the hash changes with any character of what is read, and only with it', () => {
  const base = hashOf(text);
  assert.match(base, /^[0-9a-f]{64}$/);
  assert.equal(
    hashOf({ ...text, readingSeconds: 0, mustReachEnd: false, effectiveOn: businessDate('2027-01-01') }),
    base,
  );
  assert.equal(asDocument(text).textHash, base);
  const changed = [
    { ...text, kind: 'loan-contracts' },
    { ...text, version: '2026-2' },
    { ...text, title: '合同 {{no}} ' },
    { ...text, paragraphs: [...text.paragraphs, ''] },
    { ...text, paragraphs: text.paragraphs.toReversed() },
    { ...text, paragraphs: text.paragraphs.slice(1) },
  ];
  assert.equal(new Set([base, ...changed.map(hashOf)]).size, changed.length + 1);
  fc.assert(
    fc.property(fc.nat(text.paragraphs[1]?.length ?? 0), fc.string({ minLength: 1, maxLength: 3 }), (at, inserted) => {
      const [first = '', second = ''] = text.paragraphs;
      assert.notEqual(
        hashOf({ ...text, paragraphs: [first, second.slice(0, at) + inserted + second.slice(at)] }),
        base,
      );
    }),
  );
});
