import assert from 'node:assert/strict';
import test from 'node:test';
import { addressError, completions, pauseMs } from './email.rules.ts';

test('an address that no mail could reach is told in the words of the requirement', () => {
  for (const wrong of [
    '',
    'wang',
    'wang@',
    '@qq.com',
    'wang@qq',
    'wang@@qq.com',
    'wang qq@qq.com',
    '王@qq.com',
    'a@b..com',
  ])
    assert.equal(addressError(wrong), '请输入正确的电子邮箱', wrong);
  for (const right of ['wang@example.com', ' wang.xm+loan@mail.example.com.cn '])
    assert.equal(addressError(right), undefined);
  assert.equal(addressError(`${'a'.repeat(64)}@${'b.'.repeat(95)}com`), '请输入正确的电子邮箱', 'longer than 254');
});

test('the usual mailboxes are offered for what is typed, until the address is whole', () => {
  assert.deepEqual(completions(''), []);
  assert.equal(completions('wang')[0], 'wang@qq.com');
  assert.deepEqual(completions('wang@1'), ['wang@163.com', 'wang@126.com', 'wang@139.com']);
  assert.deepEqual(completions('wang@163.com'), []);
  assert.deepEqual(completions('wang@example'), []);
  assert.deepEqual(completions('a@b@'), []);
});

test('records are asked for while a mail is on its way, and not for ever', () => {
  assert.equal(pauseMs([{ state: 'accepted' }], 1), false);
  assert.equal(pauseMs([{ state: 'bounced' }, { state: 'queued' }], 1), 2_000);
  assert.equal(pauseMs([{ state: 'queued' }], 40), 10_000);
  assert.equal(pauseMs([{ state: 'queued' }], 90), false);
});
