import assert from 'node:assert/strict';
import test from 'node:test';
import { fen } from '@miaodai/values/fen';
import { sumsOf } from './schedule-sums.ts';

test('the foot of a schedule adds up its rows to the cent', () => {
  const rows = [
    { no: 1, dueOn: '2026-12-23', principalFen: fen(833_33), interestFen: fen(36_25), totalFen: fen(869_58) },
    { no: 2, dueOn: '2027-01-23', principalFen: fen(833_34), interestFen: fen(33_23), totalFen: fen(866_57) },
  ].map((row) => ({ ...row, balanceFen: fen(0) }));
  assert.deepEqual(sumsOf(rows), { principalFen: 1_666_67, interestFen: 69_48, totalFen: 1_736_15 });
});

test('a schedule without rows sums to nothing, not to a blank', () => {
  assert.deepEqual(sumsOf([]), { principalFen: 0, interestFen: 0, totalFen: 0 });
});
