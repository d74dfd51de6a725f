import assert from 'node:assert/strict';
import { test } from 'node:test';
import { capitalAmount } from './capital-amount.ts';
import { fen } from './fen.ts';

// 支付结算办法, annex 1, gives the first six; where it allows a choice, this is one of its forms.
const examples: [amountFen: number, capitals: string][] = [
  [1_409_50, '人民币壹仟肆佰零玖元伍角整'],
  [6_007_14, '人民币陆仟零柒元壹角肆分'],
  [1_680_32, '人民币壹仟陆佰捌拾元叁角贰分'],
  [107_000_53, '人民币壹拾万零柒仟元伍角叁分'],
  [16_409_02, '人民币壹万陆仟肆佰零玖元零贰分'],
  [325_04, '人民币叁佰贰拾伍元零肆分'],
  [10_234_50, '人民币壹万零贰佰叁拾肆元伍角整'],
  [10_000_00, '人民币壹万元整'],
  [0, '人民币零元整'],
  [5, '人民币伍分'],
  [50, '人民币伍角整'],
  [10_00, '人民币壹拾元整'],
  [100_000_000_00, '人民币壹亿元整'],
  [100_000_001_00, '人民币壹亿零壹元整'],
  [1_000_010_000_00, '人民币壹拾亿零壹万元整'],
  [200_300_00, '人民币贰拾万零叁佰元整'],
];
for (const [amountFen, capitals] of examples)
  test(`${amountFen} fen in capitals are ${capitals}`, () => assert.equal(capitalAmount(fen(amountFen)), capitals));

test('a negative amount has no capitals', () => assert.throws(() => capitalAmount(fen(-1)), RangeError));
