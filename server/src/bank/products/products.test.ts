import assert from 'node:assert/strict';
import { test } from 'node:test';
import { businessDate, fen } from '@miaodai/values';
import { aDatabase } from '../../../test-kit/database.ts';
import type { Db } from '../../platform/db/connect.ts';
import { products } from '../../seed/defaults.ts';
import { seedBank } from '../../seed/seed-bank.ts';
import { checkAmount, parametersSchema, type Product } from './products.rules.ts';
import { readProduct } from './products.store.ts';

const good = products[0]?.parameters as (typeof products)[number]['parameters'];
const product = (changes: Partial<typeof good> = {}): Product => ({
  ...parametersSchema.parse({ ...good, ...changes }),
  ...{ productCode: 'instant-loan', branchCode: '*', name: '融信秒贷', route: 'instant' },
});
const asked = (yuan: number, limitYuan = 500_000, changes: Partial<typeof good> = {}) => {
  const result = checkAmount(product(changes), fen(yuan * 100), fen(limitYuan * 100));
  return result.ok ? 'ok' : `${result.refusal} ${Object.values(result.detail ?? {}).join()}`;
};

test('an amount is lent from the least to the most, in steps', () => {
  assert.equal(asked(1_000), 'ok');
  assert.equal(asked(999), 'below-minimum 100000');
  assert.equal(asked(900), 'below-minimum 100000');
  assert.equal(asked(0), 'below-minimum 100000');
  assert.equal(asked(500_000), 'ok');
  assert.equal(asked(500_100), 'above-limit 50000000');
  assert.equal(asked(1_100), 'ok');
  assert.equal(asked(1_150), 'not-a-multiple 10000');
  assert.equal(asked(1_000.01), 'not-a-multiple 10000');
});

test("the smaller of the product's most and the customer's limit counts", () => {
  assert.equal(asked(63_500, 63_500), 'ok');
  assert.equal(asked(63_600, 63_500), 'above-limit 6350000');
  assert.equal(asked(63_500, 600_000, { maxAmountFen: 50_000_00 }), 'above-limit 5000000');
  assert.equal(asked(50_000, 600_000, { maxAmountFen: 50_000_00 }), 'ok');
  assert.equal(asked(500, 0, { minAmountFen: 1_000_00 }), 'below-minimum 100000');
});

test('parameters that are missing, out of bounds or against each other make no product', () => {
  for (const name of Object.keys(good)) {
    const { [name as keyof typeof good]: _, ...rest } = good;
    assert.equal(parametersSchema.safeParse(rest).success, false, `without ${name}`);
  }
  const wrong: [string, unknown][] = [
    ...[-1, 0.5, 1_000_001, '36000', null].map((v): [string, unknown] => ['annualRatePpm', v]),
    ...[0, -100, 1.5, 2 ** 53].map((v): [string, unknown] => ['minAmountFen', v]),
    ['minAmountFen', 500_000_01],
    ['maxAmountFen', 999_99],
    ['onlineThresholdFen', 999_99],
    ['amountStepFen', 0],
    ['termsMonths', []],
    ['termsMonths', [0]],
    ['termsMonths', [361]],
    ['purposes', []],
    ['purposes', [{ code: 'Not Lower Case', label: 'x' }]],
    ['repaymentMethod', 'whenever'],
    ['dayCount', 'actual/366'],
    ['offerValidDays', 0],
    ['fundingAccountNo', '12 34'],
    ['autoDecline', 1],
    ['sources', { ...good.sources, hr: undefined }],
    ['sources', { ...good.sources, bureau: { deadlineMs: 99, must: true } }],
    ['sources', { ...good.sources, bureau: { deadlineMs: 7_001, must: true } }],
    ['sources', { ...good.sources, bureau: { deadlineMs: 3_000 } }],
    ['sources', { ...good.sources, bigData: { ...good.sources.bigData, fallbackScore: 1_001 } }],
  ];
  for (const [name, value] of wrong) {
    assert.equal(
      parametersSchema.safeParse({ ...good, [name]: value }).success,
      false,
      `${name} = ${JSON.stringify(value)}`,
    );
  }
});

const first = businessDate('2026-01-01');
const setRow = (db: Db, branch: string, name: string, from: string, value: unknown) =>
  db
    .insertInto('products.parameters')
    .values({
      ...{ product_code: 'instant-loan', branch_code: branch, name },
      ...{ effective_from: businessDate(from), value: JSON.stringify(value) },
    })
    .execute();

test("a branch's own rate goes before the bank's, whichever is newer", async (t) => {
  const { db } = await aDatabase(t);
  await seedBank(db, first);
  const rateAt = async (branch: string, on: string) =>
    (await readProduct(db, 'instant-loan', branch, businessDate(on)))?.annualRatePpm;
  assert.equal(await rateAt('*', '2026-11-23'), 36_000);
  assert.equal(await rateAt('BJ01', '2026-11-23'), 36_000);
  assert.equal(await rateAt('DQ01', '2026-11-23'), 34_500);
  await setRow(db, '*', 'annualRatePpm', '2026-12-01', 39_000);
  assert.equal(await rateAt('*', '2026-12-01'), 39_000);
  assert.equal(await rateAt('DQ01', '2026-12-01'), 34_500);
  assert.equal((await readProduct(db, 'instant-loan', 'DQ01', businessDate('2026-11-23')))?.maxAmountFen, 500_000_00);
});

test('a new value holds from its day on, not a day earlier, and for both products apart', async (t) => {
  const { db } = await aDatabase(t);
  await seedBank(db, first);
  await setRow(db, '*', 'maxAmountFen', '2026-12-01', 400_000_00);
  const mostOn = async (on: string, code = 'instant-loan') =>
    (await readProduct(db, code, '*', businessDate(on)))?.maxAmountFen;
  assert.equal(await mostOn('2026-11-30'), 500_000_00);
  assert.equal(await mostOn('2026-12-01'), 400_000_00);
  assert.equal(await mostOn('2026-12-01', 'standard-loan'), 500_000_00);
  assert.equal(await mostOn('2026-12-01', 'no-such-loan'), undefined);
  await assert.rejects(
    readProduct(db, 'instant-loan', '*', businessDate('2025-12-31')),
    'before the first day there is no product',
  );
});

test('rows that contradict each other stop the product from being offered', async (t) => {
  const { db } = await aDatabase(t);
  await seedBank(db, first);
  await setRow(db, 'BJ01', 'maxAmountFen', '2026-02-01', 500_00);
  await assert.rejects(readProduct(db, 'instant-loan', 'BJ01', businessDate('2026-02-01')), /contradict/);
  assert.ok(await readProduct(db, 'instant-loan', 'DQ01', businessDate('2026-02-01')));
});
