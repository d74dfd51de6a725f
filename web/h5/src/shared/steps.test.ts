import assert from 'node:assert/strict';
import test from 'node:test';
import { isEnded, landing, mayShow, pageBefore, progress } from './steps.ts';

test('a deep link to a step that is not reached leads to the step that is', () => {
  assert.equal(mayShow('contract', 'identity'), false);
  assert.equal(landing('identity'), 'identity');
});

test('answers may be opened again until they are submitted, and not after', () => {
  assert.equal(mayShow('about-you', 'money'), true);
  assert.equal(mayShow('about-you', 'submit'), true);
  assert.equal(mayShow('money', 'submit'), true);
  assert.equal(mayShow('money', 'decision'), false);
  assert.equal(mayShow('submit', 'decision'), false);
});

test('answers are checked before the code and the password are asked for', () => {
  assert.equal(landing('submit'), 'check');
  assert.equal(pageBefore('submit', 'submit'), 'check');
});

test('an answer that was opened from the review leads back to the review, not along the chain', () => {
  assert.equal(pageBefore('about-you', 'submit'), 'check');
  assert.equal(pageBefore('money', 'submit'), 'check');
});

test('back from a page in the chain is the page before it, and home where that one is closed', () => {
  assert.equal(pageBefore('money', 'money'), 'about-you');
  assert.equal(pageBefore('about-you', 'about-you'), undefined);
  assert.equal(pageBefore('credit-report-agreement', 'credit-report-agreement'), undefined);
  assert.equal(pageBefore('decision', 'decision'), undefined);
});

test('an approved limit is shown before the amount is asked for', () => {
  assert.equal(landing('amount'), 'result');
  assert.equal(pageBefore('amount', 'amount'), 'result');
  assert.equal(pageBefore('result', 'amount'), undefined);
});

test('progress counts four stages to the submission and four to the money', () => {
  assert.deepEqual(progress('money'), { names: ['授权与核身', '个人信息', '收支与用款', '核对提交'], current: 2 });
  assert.deepEqual(progress('contract'), { names: ['借款金额', '用途声明', '借款合同', '确认放款'], current: 2 });
  assert.deepEqual(progress('signing'), progress('contract'));
  assert.equal(progress('decision'), undefined);
});

test('an application that waits for a person or for money is not over', () => {
  assert.deepEqual((['officer', 'signing', 'paying', 'declined', 'done'] as const).map(isEnded), [
    false,
    false,
    false,
    true,
    true,
  ]);
});
