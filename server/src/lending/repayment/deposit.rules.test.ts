import assert from 'node:assert/strict';
import { test } from 'node:test';
import { businessDate, fen, ratePpm } from '@miaodai/values';
import type { Deposit } from '../../integrations/core-banking/port.ts';
import { isOver, nextStep, pledgedFor } from './deposit.rules.ts';

test('release, redeem, pay: each follows the one before, and the last books the repayment', () => {
  assert.deepEqual(nextStep('release', 'done'), { state: 'redeeming', open: 'redeem', ends: false });
  assert.deepEqual(nextStep('redeem', 'done'), { state: 'paying', open: 'pay', ends: false });
  assert.deepEqual(nextStep('pay', 'done'), { state: 'done', ends: true });
});

test('what is refused ends the repayment; a deposit that was released and not paid out is pledged again', () => {
  assert.deepEqual(nextStep('release', 'refused'), { state: 'refused', ends: true });
  assert.deepEqual(nextStep('redeem', 'refused'), { state: 'restoring', open: 'pledge', ends: true });
  assert.deepEqual(nextStep('pay', 'refused'), { state: 'refused', ends: true });
  assert.deepEqual(nextStep('pledge', 'done'), { state: 'refused', ends: false });
  assert.deepEqual(nextStep('pledge', 'refused'), { state: 'restoring', open: 'pledge', later: true, ends: false });
  assert.deepEqual(
    (['releasing', 'redeeming', 'paying', 'restoring', 'done', 'refused'] as const).filter((state) =>
      isOver({ state }),
    ),
    ['done', 'refused'],
  );
});

test('a loan is repaid from what is pledged for it alone', () => {
  const deposit = (depositNo: string, state: Deposit['state'], pledgedForLoanNo: string | null): Deposit => ({
    ...{ depositNo, state, pledgedForLoanNo, principalFen: fen(1_000_00), annualRatePpm: ratePpm(15_000) },
    ...{ maturesOn: businessDate('2027-08-15'), paysTodayFen: fen(1_000_00), paysAtMaturityFen: fen(1_015_00) },
  });
  const all = [
    ...[deposit('A', 'pledged', 'JJ1'), deposit('B', 'pledged', 'JJ2'), deposit('C', 'free', null)],
    deposit('D', 'redeemed', null),
  ];
  assert.deepEqual(
    pledgedFor(all, 'JJ1').map(({ depositNo }) => depositNo),
    ['A'],
  );
});
