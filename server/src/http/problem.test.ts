import assert from 'node:assert/strict';
import { test } from 'node:test';
import { problems, type ProblemCode } from '@miaodai/http-api/problems';
import { refuse } from '@miaodai/values';
import { problemOf } from './problem.ts';

const detailOf = (detail: Record<string, string | number>) => problemOf(refuse('above-limit', detail), 'r1').detail;

test('the numbers of a refusal become words that say what to do', () => {
  assert.equal(detailOf({ triesLeft: 3 }), '还可以尝试 3 次');
  assert.equal(detailOf({ minutes: 30 }), '请 30 分钟后再试，或重置密码');
  assert.equal(detailOf({ minutes: 119 }), '请 119 分钟后再试，或重置密码');
  assert.equal(detailOf({ minutes: 120 }), '请 2 小时后再试，或重置密码');
  assert.equal(detailOf({ minutes: 1_381 }), '请 24 小时后再试，或重置密码');
  assert.equal(detailOf({ waitSeconds: 7 }), '请 7 秒后再试');
  assert.equal(detailOf({ perDay: 20 }), '每天最多获取 20 次验证码，请明天再试');
  assert.equal(detailOf({ minFen: 1_000_00 }), '最低可借 1,000.00 元');
  assert.equal(detailOf({ maxFen: 63_500_00 }), '最高可借 63,500.00 元');
  assert.equal(detailOf({ stepFen: 100_00 }), '借款金额应为 100.00 元的整数倍');
});

test('a detail without words is not told', () => {
  assert.deepEqual(problemOf(refuse('invalid-input', { field: 'purpose' }), 'r1'), {
    ...{ type: 'urn:miaodai:problem:invalid-input', title: '填写的内容有误，请检查后重试', status: 400 },
    ...{ code: 'invalid-input', instance: 'r1' },
  });
});

test('each code of the closed list has a status of a refusal and a title in Chinese', () => {
  for (const [code, { status, title }] of Object.entries(problems)) {
    const problem = problemOf(refuse(code as ProblemCode), 'r1');
    assert.deepEqual([problem.code, problem.status, problem.title], [code, status, title]);
    assert.ok(status >= 400 && status < 600, code);
    assert.match(title, /\p{Script=Han}/u);
  }
});
