import assert from 'node:assert/strict';
import test from 'node:test';
import { fen } from '@miaodai/values/fen';
import { depositError, depositShares, depositStages } from './deposit.rules.ts';

const amounts = { dueFen: fen(4_000_00), aheadFen: null };

test('a deposit goes to what is due, a part of it, or the whole loan, as far as either may be repaid', () => {
  const free = { amounts, mayRepay: null, mayRepayEarly: null };
  assert.deepEqual(depositShares(free), ['due', 'part', 'pay-off']);
  assert.deepEqual(depositShares({ ...free, amounts: { ...amounts, dueFen: fen(0) } }), ['pay-off']);
  assert.deepEqual(depositShares({ ...free, mayRepayEarly: '现在不能提前还款' }), ['due', 'part']);
  assert.deepEqual(depositShares({ ...free, mayRepay: '正在处理', mayRepayEarly: '正在处理' }), []);
});

test('no more than what is due and what the deposit pays today', () => {
  const deposit = { paysTodayFen: fen(3_000_00) };
  assert.equal(depositError(fen(3_000_00), 'part', { amounts }, deposit), undefined);
  assert.match(depositError(fen(3_000_01), 'part', { amounts }, deposit) ?? '', /只有 3,000 元/);
  assert.match(depositError(fen(4_000_01), 'part', { amounts }, deposit) ?? '', /最多还 4,000 元/);
  assert.match(depositError(fen(4_000_00), 'due', { amounts }, deposit) ?? '', /只有 3,000 元/);
  assert.match(depositError(undefined, 'pay-off', { amounts }, deposit) ?? '', /正在试算/);
});

test('the progress is told leg by leg', () => {
  const of = (state: Parameters<typeof depositStages>[0]) => depositStages(state).map((stage) => stage.state);
  assert.deepEqual(of('releasing'), ['now', 'next', 'next', 'next']);
  assert.deepEqual(of('paying'), ['done', 'done', 'now', 'next']);
  assert.deepEqual(of('done'), ['done', 'done', 'done', 'done']);
});
