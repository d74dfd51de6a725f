import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { conventionFor, schedule } from '@miaodai/loan-math';
import { businessDate, fen } from '@miaodai/values';
import { fillIn } from '../bank/content/content.rules.ts';
import { variablesOf } from '../bank/content/kinds.rules.ts';
import { faultsOf } from '../bank/content/wording.rules.ts';
import { parametersSchema } from '../bank/products/products.rules.ts';
import { contractWords, costStatementFrom } from '../lending/contract/contract.rules.ts';
import { checkModel } from '../lending/decision/check-model.ts';
import { CAPACITY } from '../lending/decision/verdict.rules.ts';
import { products } from './defaults.ts';
import { readTexts, type SeedText } from './read-texts.ts';

const texts = readTexts();
const kinds = texts.map(({ kind }) => kind);
const find = (kind: string): SeedText => {
  const text = texts.find((one) => one.kind === kind);
  assert.ok(text, kind);
  return text;
};
const today = businessDate('2026-11-23');
const product = {
  ...parametersSchema.parse(products[0]?.parameters),
  ...{ productCode: 'instant-loan', branchCode: '*', name: '融信秒贷', route: 'instant' as const },
};
const plan = schedule({
  ...{ method: product.repaymentMethod, principalFen: fen(50_000_00), annualRatePpm: product.annualRatePpm },
  ...{ periods: 12, convention: conventionFor(product.dayCount), disbursedOn: today },
});
const words = contractWords({
  ...{
    contractNo: 'HT1',
    customerName: '王小明',
    idNumber: '1',
    accountNo: '2',
    purpose: 'travel',
    product,
    plan,
    today,
  },
});

test('every text is there once, with a title, a version and words', () => {
  assert.equal(new Set(kinds).size, kinds.length);
  for (const { kind, version, title, paragraphs } of texts) {
    assert.match(version, /^\d{4}-\d+$/, kind);
    assert.ok(title.trim() !== '' && paragraphs.every((paragraph) => paragraph.trim() !== ''), kind);
    assert.doesNotMatch(
      [title, ...paragraphs].join('\n'),
      /\{(?!\{)[^{}]*\}(?!\})|\{\{\s|\s\}\}|\{\{\}\}/,
      `${kind}: braces in their form`,
    );
  }
});

test('every text passes what staff are held to: its variables are those that the code fills in', () => {
  for (const text of texts) assert.deepEqual(faultsOf(text.kind, { ...text, mustReachEnd: true }), [], text.kind);
  for (const kind of ['loan-contract', 'cost-statement'])
    assert.deepEqual(
      variablesOf(kind)
        .map(({ name }) => name)
        .toSorted(),
      Object.keys(words).toSorted(),
    );
});

test('what must be read before it is agreed to has its time', () => {
  for (const kind of [
    'registration',
    'employee-information',
    'credit-report',
    'face-check',
    'account-agreement',
    'card-binding',
    'use-of-funds',
    'loan-contract',
    'cost-statement',
  ]) {
    assert.ok(find(kind).readingSeconds >= 3, kind);
  }
});

test('every reason to decline has words for the customer', async () => {
  const model = await checkModel(readFileSync(join(import.meta.dirname, 'models', 'default.json'), 'utf8'));
  assert.ok(model.ok);
  const reasons = [...model.rules, CAPACITY].map((rule) => `declined:${rule}`);
  assert.equal(reasons.length, 8);
  for (const kind of reasons) assert.match(find(kind).paragraphs.join(''), /\p{Script=Han}/u);
  assert.deepEqual(kinds.filter((kind) => kind.startsWith('declined:')).toSorted(), reasons.toSorted());
});

test('whatever the system check finds, and the wait for a silent source, has words', () => {
  for (const check of ['identity', 'own-history', 'account'])
    for (const found of ['passed', 'failed'])
      assert.match(find(`system-check:${check}-${found}`).paragraphs.join(''), /\p{Script=Han}/u);
  assert.match(find('verifying').title, /\p{Script=Han}/u);
});

test('whatever becomes of a mail has words, and the mail says its number and whom to call', () => {
  for (const reason of ['no-such-address', 'mailbox-full', 'refused', 'not-accepted-in-time'])
    assert.match(find(`mail-outcome:${reason}`).paragraphs.join(''), /\p{Script=Han}/u);
  const mail = find('mail:contract-copy');
  assert.match(mail.title, /^【秒贷】/);
  for (const must of ['{{contractNo}}', '{{phone}}', '告知义务', '7-Zip', 'Windows 11', 'macOS'])
    assert.ok(mail.paragraphs.join('').includes(must), must);
});

test('every text message that the code sends has its template, is short, and says who writes', () => {
  const source = join(import.meta.dirname, '..');
  const sent = new Set<string>();
  for (const file of globSync('{http,lending,customer}/**/*.ts', { cwd: source, exclude: ['**/*.test.ts'] })) {
    const code = readFileSync(join(source, file), 'utf8');
    if (!/queueMessages?\(/.test(code)) continue;
    for (const [, kind = ''] of code.matchAll(/kind: '([a-z-]+)'(?! \|)/g)) sent.add(`sms:${kind}`);
  }
  assert.deepEqual([...sent].toSorted(), kinds.filter((kind) => kind.startsWith('sms:')).toSorted());
  for (const kind of sent) {
    const text = find(kind).paragraphs.join('');
    assert.match(text, /^【秒贷】/, kind);
    assert.ok([...text].length <= 140, kind);
  }
});

test('the cost statement and the contract can be drawn up from their texts', () => {
  const asText = (kind: string) => ({ ...find(kind), effectiveOn: today, mustReachEnd: true });
  const statement = costStatementFrom(fillIn(asText('cost-statement'), words), plan);
  assert.ok(statement.items.length >= 1 && statement.onDefault.length >= 1 && statement.closing !== '');
  const contract = fillIn(asText('loan-contract'), words).paragraphs.join('\n');
  for (const must of ['50,000.00', '伍万元整', '3.6%', '12 个月', '旅游出行', '王小明'])
    assert.ok(contract.includes(must), must);
});
