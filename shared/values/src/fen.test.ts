import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assert as forAll, bigInt, nat, pre, property } from 'fast-check';
import { fen, fenFromYuan, minus, negate, plus, share, smaller, sum, yuanDisplay, yuanText, ZERO } from './fen.ts';

test('money is whole fen, and never more than a computer counts exactly', () => {
  assert.equal(fen(10_000_00), 1_000_000);
  for (const bad of [0.5, Number.NaN, Infinity, 2 ** 53]) assert.throws(() => fen(bad), RangeError);
  assert.ok(Object.is(fen(-0), 0));
});

test('amounts add, subtract and compare as amounts', () => {
  assert.equal(plus(fen(1), fen(2)), 3);
  assert.equal(minus(fen(1), fen(2)), -1);
  assert.equal(negate(fen(5)), -5);
  assert.ok(Object.is(negate(ZERO), 0));
  assert.equal(sum([fen(1), fen(2), fen(3)]), 6);
  assert.equal(sum([]), 0);
  assert.equal(smaller(fen(1), fen(2)), 1);
  assert.throws(() => plus(fen(Number.MAX_SAFE_INTEGER), fen(1)), RangeError);
});

test('a share rounds half up to the fen', () => {
  assert.equal(share(fen(1), 1n, 2n), 1);
  assert.equal(share(fen(1), 499n, 1_000n), 0);
  assert.equal(share(fen(10_000_00), 72_000n * 30n, 360_000_000n), 60_00);
  assert.equal(share(fen(100), 1n, 3n), 33);
  assert.equal(share(fen(200), 1n, 3n), 67);
});

test('a share of nothing is nothing, and debts have no shares', () => {
  assert.equal(share(ZERO, 5n, 7n), 0);
  assert.equal(share(fen(5), 0n, 7n), 0);
  assert.throws(() => share(fen(-1), 1n, 2n), RangeError);
  assert.throws(() => share(fen(1), -1n, 2n), RangeError);
  assert.throws(() => share(fen(1), 1n, 0n), RangeError);
});

test('a share is within half a fen of the exact fraction, never below it by more', () =>
  forAll(
    property(nat(), bigInt(0n, 10n ** 12n), bigInt(1n, 10n ** 12n), (amount, numerator, denominator) => {
      const exactDoubled = 2n * BigInt(amount) * numerator;
      pre(exactDoubled / denominator < 2n ** 53n);
      const off = 2n * BigInt(share(fen(amount), numerator, denominator)) * denominator - exactDoubled;
      assert.ok(-denominator < off && off <= denominator);
    }),
  ));

test('yuan for other systems and for people', () => {
  assert.equal(yuanText(fen(1_234_50)), '1234.50');
  assert.equal(yuanText(fen(5)), '0.05');
  assert.equal(yuanText(fen(-5)), '-0.05');
  assert.equal(yuanDisplay(fen(1_234_567_89)), '1,234,567.89');
  assert.equal(yuanDisplay(fen(100_00)), '100.00');
  assert.equal(yuanDisplay(fen(-1_234_50)), '−1,234.50');
  assert.equal(yuanDisplay(ZERO), '0.00');
});

test('typed yuan are read exactly', () => {
  const cases: [typed: string, amount: number][] = [
    ['1234', 1_234_00],
    ['1234.5', 1_234_50],
    [' 1,234.50 ', 1_234_50],
    ['0.29', 29],
    ['1,234,567', 1_234_567_00],
    ['0', 0],
  ];
  for (const [typed, amount] of cases) assert.equal(fenFromYuan(typed), amount, typed);
});

test('what is not plainly an amount is no amount', () => {
  for (const typed of [
    '',
    '.',
    '1.',
    '.5',
    '-1',
    '+1',
    '1e3',
    '1.234',
    '1,5',
    '12,34',
    '1,2345',
    ',123',
    '１２',
    'NaN',
    '1 000',
  ])
    assert.equal(fenFromYuan(typed), undefined, typed);
  assert.equal(fenFromYuan('12345678901234'), undefined);
});

test('what is shown can be typed again', () =>
  forAll(property(nat({ max: 1_000_000_000_000_00 }).map(fen), (n) => assert.equal(fenFromYuan(yuanDisplay(n)), n))));
