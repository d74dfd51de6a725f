import assert from 'node:assert/strict';
import { test } from 'node:test';
import { annualRatesOf } from '@miaodai/loan-math';
import { businessDate, fen, sum, toldRate } from '@miaodai/values';
import { fillIn, type Text } from '../../bank/content/index.ts';
import { parametersSchema, type Product } from '../../bank/products/index.ts';
import { products } from '../../seed/defaults.ts';
import { contractWords, costStatementFrom, purposeLabel, scheduleFor } from './contract.rules.ts';

const today = businessDate('2026-11-23');
const product = (changes: object = {}): Product => ({
  ...parametersSchema.parse({ ...products[0]?.parameters, ...changes }),
  ...{ productCode: 'instant-loan', branchCode: '*', name: '融信秒贷', route: 'instant' },
});
const words = (changes: object = {}, principalFen = fen(50_000_00)) => {
  const offered = product(changes);
  const plan = scheduleFor(offered, principalFen, 12, today);
  const customer = { customerName: '王小明', idNumber: '110101198102030111', accountNo: '6231680000000010' };
  return contractWords({
    contractNo: 'HT20261123-000001',
    ...customer,
    purpose: 'renovation',
    product: offered,
    plan,
    today,
  });
};

test('a contract of fifty thousand yuan names every figure as the law and the customer read it', () => {
  // 50,000 × 0.003 ÷ (1 − 1.003^−12) = 4,248.36; eleven of these and a last one of 4,248.39 are 50,980.35. Compounded by days of a
  // year of 365, the same flows are worth nothing at 3.6719 %.
  assert.deepEqual(words(), {
    contractNo: 'HT20261123-000001',
    customerName: '王小明',
    idNumber: '110101198102030111',
    accountNo: '6231680000000010',
    productName: '融信秒贷',
    principal: '50,000.00',
    principalInCapitals: '人民币伍万元整',
    annualRate: '3.6%',
    irr: '3.67%',
    termMonths: '12',
    purpose: '家庭装修',
    repaymentMethod: '等额本息',
    dayCount: '月利率为年利率除以 12，不足整月按 30 天折算',
    firstPayment: '4,248.36',
    totalInterest: '980.35',
    total: '50,980.35',
    penalty: '不收取',
    earlyRepaymentFee: '不收取',
    today: '2026-11-23',
  });
});

test('other methods, day counts and fees have their own words', () => {
  // Interest only at 3.6 %: 150.00 a month.
  const interestOnly = words({ repaymentMethod: 'interest-only' });
  assert.deepEqual([interestOnly['repaymentMethod'], interestOnly['firstPayment']], ['按月付息、到期还本', '150.00']);
  assert.equal(interestOnly['total'], '51,800.00');
  // Equal principal: 50,000 ÷ 12 = 4,166.67 and 150.00.
  const equalPrincipal = words({ repaymentMethod: 'equal-principal' });
  assert.deepEqual([equalPrincipal['repaymentMethod'], equalPrincipal['firstPayment']], ['等额本金', '4,316.67']);
  const counts = ['monthly', '30/360', 'actual/360', 'actual/365'].map((dayCount) => words({ dayCount })['dayCount']);
  assert.equal(new Set(counts).size, 4);
  const fees = words({ earlyRepaymentFeePpm: 10_000, penaltyRatePpm: 18_000 });
  assert.deepEqual([fees['earlyRepaymentFee'], fees['penalty']], ['本金的 1.0%', '年利率 1.8%']);
});

test('a purpose that the product no longer offers is named by its code', () => {
  assert.equal(purposeLabel(product(), 'medical'), '医疗健康');
  assert.equal(purposeLabel(product(), 'gone'), 'gone');
});

const text: Text = {
  kind: 'cost-statement',
  version: '2026-1',
  effectiveOn: today,
  title: '综合融资成本明示表',
  paragraphs: [
    'item|利息|{{repaymentMethod}}，按月收取|年利率（单利）{{annualRate}}|贷款人',
    'default|罚息|逾期后|{{penalty}}|贷款人',
    'closing|不收取任何其他费用。',
  ],
  readingSeconds: 8,
  mustReachEnd: true,
};

test('the cost statement lists what is charged, on what, how much and by whom, and the same annual rate as the engine', () => {
  for (const [repaymentMethod, months] of [
    ['equal-instalment', 12],
    ['equal-principal', 36],
    ['interest-only', 6],
  ] as const) {
    const plan = scheduleFor(product({ repaymentMethod }), fen(50_000_00), months, today);
    const statement = costStatementFrom(fillIn(text, words({ repaymentMethod })), plan);
    assert.equal(statement.annualCostPpm, toldRate(annualRatesOf(plan).aprPpm));
    assert.equal(statement.annualCostPpm, 36_000, 'without fees the annual cost is the rate');
    assert.equal(statement.irrPpm, toldRate(annualRatesOf(plan).irrPpm));
    assert.equal(statement.principalFen, 50_000_00);
    assert.equal(sum(plan.rows.map((row) => row.principalFen)), 50_000_00);
  }
  const plan = scheduleFor(product(), fen(50_000_00), 12, today);
  const { items, onDefault, closing, version, readingSeconds } = costStatementFrom(fillIn(text, words()), plan);
  assert.deepEqual(items, [
    { name: '利息', howCharged: '等额本息，按月收取', standard: '年利率（单利）3.6%', chargedBy: '贷款人' },
  ]);
  assert.deepEqual(onDefault, [{ name: '罚息', howCharged: '逾期后', standard: '不收取', chargedBy: '贷款人' }]);
  assert.deepEqual([closing, version, readingSeconds], ['不收取任何其他费用。', '2026-1', 8]);
});

test('a cost statement with a gap is never shown', () => {
  const plan = scheduleFor(product(), fen(50_000_00), 12, today);
  const withLine = (line: string) => () => costStatementFrom({ ...text, paragraphs: [...text.paragraphs, line] }, plan);
  for (const line of [
    '',
    '利息',
    'items|a|b|c|d',
    'item',
    'item|利息',
    'item|利息|按月|3.6%',
    'item|利息||3.6%|贷款人',
    'item|a|b|c|d|e',
    'closing|',
    'closing',
    'default|罚息',
  ]) {
    assert.throws(withLine(line), /cost statement 2026-1/, line);
  }
});
