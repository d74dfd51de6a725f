import assert from 'node:assert/strict';
import test from 'node:test';
import { fen } from '@miaodai/values/fen';
import {
  barsOf,
  earlyError,
  earlyLimitsText,
  lackOf,
  mayRepayPart,
  partError,
  sharesOf,
  stepsOf,
} from './repay.rules.ts';

test('what is due may be paid whole, in part or with the coming instalment; nothing due leaves the coming one', () => {
  const shares = (dueFen: number, aheadFen: number | null) =>
    sharesOf({ amounts: { dueFen: fen(dueFen), aheadFen: aheadFen === null ? null : fen(aheadFen) } });
  assert.deepEqual(shares(4_248_36, 8_496_72), ['due', 'ahead', 'part']);
  assert.deepEqual(shares(0, 4_248_36), ['ahead']);
  assert.deepEqual(shares(4_248_36, null), ['due', 'part']);
  assert.deepEqual(shares(0, null), []);
});

test('a part is more than nothing and no more than what is due', () => {
  assert.equal(partError(fen(4_248_36), fen(4_248_36)), undefined);
  assert.equal(partError(fen(1), fen(4_248_36)), undefined);
  assert.match(partError(fen(4_248_37), fen(4_248_36)) ?? '', /最多还 4,248\.36 元/);
  for (const nothing of [undefined, fen(0)]) assert.equal(partError(nothing, fen(1)), '请输入还款金额');
});

test('principal paid early keeps to its limits, which stand under the field', () => {
  const limits = { minFen: fen(100_00), maxFen: fen(45_801_64), stepFen: fen(100_00) };
  assert.equal(earlyLimitsText(limits), '100 – 45,801.64 元，100 元整数倍');
  assert.equal(earlyLimitsText({ ...limits, stepFen: fen(1) }), '100 – 45,801.64 元');
  assert.equal(earlyError(fen(45_800_00), limits), undefined);
  assert.equal(earlyError(limits.maxFen, limits), undefined);
  assert.match(earlyError(fen(99_00), limits) ?? '', /最少提前归还 100 元/);
  assert.match(earlyError(fen(45_900_00), limits) ?? '', /就是全部剩余本金/);
  assert.match(earlyError(fen(150_00), limits) ?? '', /100 元的整数倍/);
  assert.equal(mayRepayPart(limits), true);
  assert.equal(mayRepayPart({ ...limits, maxFen: fen(100_00) }), false);
});

test('what the account lacks is told only where it is known what it has', () => {
  const account = { balanceFen: fen(100_00), availableFen: fen(80_00), ready: true };
  assert.equal(lackOf(fen(80_00), account), 0);
  assert.equal(lackOf(fen(80_01), account), 1);
  assert.equal(lackOf(fen(80_01), null), undefined);
});

test('a request is followed to where it has come, and no further where it has ended', () => {
  const of = (state: Parameters<typeof stepsOf>[0]['state']) =>
    stepsOf({ state, debitOn: null }).map((step) => step.state);
  assert.deepEqual(of('requested'), ['done', 'now', 'next', 'next']);
  assert.deepEqual(of('approved'), ['done', 'done', 'now', 'next']);
  assert.deepEqual(of('paid'), ['done', 'done', 'done', 'done']);
  assert.deepEqual(of('declined'), ['done', 'failed']);
  assert.deepEqual(of('failed'), ['done', 'done', 'failed']);
  assert.deepEqual(of('cancelled'), ['done']);
});

test('two plans are laid side by side by their days, without the row of the early repayment itself', () => {
  const row = (periodNo: number | null, dueOn: string, total: number) =>
    ({
      periodNo,
      dueOn,
      principalFen: fen(total),
      interestFen: fen(0),
      totalFen: fen(total),
      balanceFen: fen(0),
    }) as never;
  const rowsBefore = [row(1, '2026-12-23', 500), row(2, '2027-01-23', 500)];
  const rowsAfter = [row(null, '2026-12-01', 300), row(1, '2026-12-23', 700)];
  assert.deepEqual(barsOf({ rowsBefore }, { rowsAfter }), [
    { dueOn: '2026-12-23', beforeFen: 500, afterFen: 700 },
    { dueOn: '2027-01-23', beforeFen: 500, afterFen: 0 },
  ]);
});
