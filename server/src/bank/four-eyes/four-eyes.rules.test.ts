import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ok, refuse, type StaffId } from '@miaodai/values';
import { judge, mayJudge } from './four-eyes.rules.ts';

const [anna, bert, carl] = ['anna', 'bert', 'carl'] as StaffId[] as [StaffId, StaffId, StaffId];

test('who drafted or submitted it never judges it, and nobody judges what nobody submitted', () => {
  const waiting = { state: 'submitted', writers: [anna, bert] };
  assert.deepEqual(judge(waiting, carl), ok(undefined));
  for (const writer of [anna, bert]) assert.deepEqual(judge(waiting, writer), refuse('same-person'));
  for (const state of ['draft', 'published', 'returned', 'withdrawn']) {
    assert.deepEqual(judge({ state, writers: [anna] }, carl), refuse('step-not-allowed'), state);
  }
});

test('what came with the installation has no writer, and is nobody’s', () => {
  assert.deepEqual(judge({ state: 'submitted', writers: [null, null] }, anna), ok(undefined));
});

test('a page says why not: the right first, then the state, then the person', () => {
  const waiting = { state: 'submitted', writers: [anna] };
  assert.equal(mayJudge(true, waiting, carl), 'yes');
  assert.equal(mayJudge(true, waiting, anna), 'same-person');
  assert.equal(mayJudge(false, waiting, anna), 'right-missing');
  assert.equal(mayJudge(true, { ...waiting, state: 'draft' }, anna), 'wrong-state');
  assert.equal(mayJudge(true, undefined, carl), 'wrong-state');
});
