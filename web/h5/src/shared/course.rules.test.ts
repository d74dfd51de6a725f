import assert from 'node:assert/strict';
import test from 'node:test';
import { comingOf } from './course.rules.ts';

test('what is next follows from where the application is', () => {
  const at = (step: 'amount' | 'decision' | 'officer' | 'offline-contract' | 'declined', state?: string) =>
    comingOf({ step, route: 'standard', review: state === undefined ? null : { state } });
  assert.deepEqual(at('officer', 'with-officer'), ['客户经理审批，结果发短信告诉您', '通过后到网点签约']);
  assert.equal(at('officer', 'waiting-for-papers')[0], '您补充资料');
  assert.deepEqual(at('offline-contract', 'to-sign'), ['您到网点签约', '贷款打到您的电子账户']);
  assert.deepEqual(at('offline-contract', 'to-check'), ['银行复核合同，贷款打到您的电子账户']);
  assert.deepEqual(at('amount'), ['您选定金额并签署合同', '您确认后，贷款打到您的电子账户']);
  assert.deepEqual(at('declined'), []);
});

test('the standard loan is never told that a machine decides', () => {
  const coming = comingOf({ step: 'decision', route: 'standard', review: null });
  assert.match(coming.join(), /客户经理审批/);
  assert.doesNotMatch(comingOf({ step: 'decision', route: 'instant', review: null }).join(), /客户经理/);
});
