import assert from 'node:assert/strict';
import { test } from 'node:test';
import { settings } from '../../server/src/seed/defaults.ts';
import { passFace } from '../kit/face.ts';
import { aPerson } from '../kit/persons.ts';
import { untouched } from '../kit/untouched.ts';
import { aBank, otherThan, said, type Visitor } from './newcomer.ts';

/** Born on 1981-02-02: see aPerson. */
const wang = aPerson(1, '王小明');
const li = aPerson(2, '李晓红');
const NEW = 'Different-2027';

const change = (visitor: Visitor, oldPassword: string, newPassword: string) =>
  said(visitor.api.changeLoginPassword({ body: { oldPassword, newPassword } }));
const plainly = (visitor: Visitor, password: string) =>
  said(visitor.api.signIn({ body: { ...visitor.mobile, password } }));

test('a login password is changed by the old one; every other session ends, and the old password is worth nothing', async (t) => {
  const { world, visitor } = await aBank(t, wang);
  const [phone, tablet] = [visitor(wang), visitor(wang)];
  await phone.signIn();
  await tablet.signIn();
  await untouched(world.db, 'a change that is refused', async () => {
    assert.equal(await change(phone, 'Wrong-2026', NEW), 'login-password-wrong: 还可以尝试 4 次');
    assert.equal(await change(phone, wang.loginPassword, 'short'), 'weak-password: 登录密码至少 8 位');
    assert.equal(await change(phone, wang.loginPassword, wang.loginPassword), 'weak-password: 新密码不能与原密码相同');
    assert.equal(
      await change(phone, wang.loginPassword, `a${wang.mobile}`),
      'weak-password: 登录密码不能包含您的手机号',
    );
  });
  assert.equal(await change(phone, wang.loginPassword, NEW), 'done');
  assert.equal(await said(phone.api.readSession({})), 'done');
  assert.equal(await said(tablet.api.readSession({})), 'session-expired');
  assert.equal(await plainly(phone, wang.loginPassword), 'wrong-credentials');
  assert.equal(await plainly(phone, NEW), 'done');
  for (let i = 1; i < settings.loginTries; i += 1) await change(phone, 'Wrong-2026', NEW);
  assert.equal(await change(phone, 'Wrong-2026', NEW), 'login-locked: 请 30 分钟后再试，或重置密码');
  assert.equal(await plainly(phone, NEW), 'login-locked: 请 30 分钟后再试，或重置密码', 'one count for both');
});

test('a forgotten login password: by code, and by the ID number of whom the bank knows', async (t) => {
  const { visitor, clock } = await aBank(t, wang);
  const phone = visitor(wang);
  await phone.signIn();
  const thief = visitor({ ...wang, loginPassword: 'Wrong-2026' });
  for (let i = 0; i < settings.loginTries; i += 1) await plainly(thief, 'Wrong-2026');

  const browser = visitor(wang);
  const code = () => browser.codeFrom(() => browser.api.requestLoginReset({ body: browser.mobile }));
  const reset = (smsCode: string, more: { idNumber?: string; password?: string } = {}) =>
    said(browser.api.resetLoginPassword({ body: { ...browser.mobile, smsCode, password: NEW, ...more } }));
  const first = await code();
  assert.equal(await reset(first, { password: 'short' }), 'weak-password: 登录密码至少 8 位');
  assert.equal(await reset(otherThan(first)), 'sms-code-wrong: 还可以尝试 4 次', 'nothing is told without the code');
  assert.equal(await reset(first), 'id-number-needed');
  assert.equal(await reset(first, { idNumber: li.idNumber }), 'identity-mismatch');
  assert.equal(await reset(first, { idNumber: wang.idNumber }), 'sms-code-expired', 'spent');
  clock.move(61);
  const second = await code();
  assert.equal(await reset(second), 'id-number-needed');
  assert.equal(await reset(second, { idNumber: wang.idNumber }), 'done', 'the look has left it good');
  assert.equal(await said(phone.api.readSession({})), 'session-expired');
  assert.equal(await plainly(browser, NEW), 'done', 'no lock any more, and the browser is known by the code');
  assert.equal(await plainly(phone, NEW), 'new-device');
  const { events } = await browser.api.readSecurity({});
  assert.ok(events.some(({ title }) => title === '登录密码已重置'));
});

test('so often a day nobody may guess an ID number, code or not', async (t) => {
  const { visitor, clock } = await aBank(t, wang);
  const browser = visitor(wang);
  const guesses = [];
  for (let i = 0; i <= settings.loginTries; i += 1) {
    const smsCode = await browser.codeFrom(() => browser.api.requestLoginReset({ body: browser.mobile }));
    const body = { ...browser.mobile, smsCode, password: NEW, idNumber: li.idNumber };
    guesses.push(await said(browser.api.resetLoginPassword({ body })));
    clock.move(61);
  }
  assert.deepEqual(guesses, [...Array<string>(settings.loginTries).fill('identity-mismatch'), 'too-many-requests']);
});

test('a customer whom the bank does not know needs the code alone', async (t) => {
  const { visitor, clock } = await aBank(t);
  const newcomer = visitor(aPerson(70, '新'));
  await newcomer.register();
  clock.move(61);
  const smsCode = await newcomer.codeFrom(() => newcomer.api.requestLoginReset({ body: newcomer.mobile }));
  const body = { ...newcomer.mobile, smsCode, password: NEW };
  assert.equal(await said(newcomer.api.resetLoginPassword({ body })), 'done');
  assert.equal(await plainly(newcomer, NEW), 'done');
});

test('a transaction password is changed by the old one, and the new one is not weak', async (t) => {
  const { visitor } = await aBank(t, wang);
  const phone = visitor(wang);
  await phone.signIn();
  const replace = async (before: string, after: string) =>
    said(
      phone.api.changeTransactionPassword({
        body: { old: await phone.sealPassword(before), new: await phone.sealPassword(after) },
      }),
    );
  const good = wang.transactionPassword;
  assert.equal(await replace('314159', '161803'), 'transaction-password-wrong: 还可以尝试 4 次');
  for (const [weak, why] of [
    ['123456', '交易密码不能是连续数字'],
    ['520520', '交易密码不能是重复数字'],
    ['112233', '交易密码不能是成对重复的数字'],
    ['810202', '交易密码不能是您的生日'],
    [wang.mobile.slice(1, 7), '交易密码不能是您手机号中的数字'],
    [wang.idNumber.slice(0, 6), '交易密码不能是您身份证号中的数字'],
  ] as const)
    assert.equal(await replace(good, weak), `weak-password: ${why}`, weak);
  const twice = await phone.sealPassword(good);
  const body = { old: twice, new: await phone.sealPassword('161803') };
  assert.equal(await said(phone.api.changeTransactionPassword({ body })), 'done');
  assert.equal(
    await said(phone.api.changeTransactionPassword({ body })),
    'password-envelope-expired',
    'a captured one',
  );
  assert.equal(await replace(good, '141421'), 'transaction-password-wrong: 还可以尝试 4 次');
  for (const left of [3, 2, 1])
    assert.equal(await replace(good, '141421'), `transaction-password-wrong: 还可以尝试 ${left} 次`);
  assert.equal(await replace(good, '141421'), 'transaction-password-locked: 请 24 小时后再试，或重置密码');
  const { transactionPassword, lockedUntil, events } = await phone.api.readSecurity({});
  assert.equal(transactionPassword, 'locked');
  assert.ok(lockedUntil);
  assert.equal(events[0]?.title, '交易密码错误次数过多，已被锁定');
  assert.equal(await replace('161803', '141421'), 'transaction-password-locked: 请 24 小时后再试，或重置密码');
});

test('a forgotten one is reset by face and code, once each; and the lock is gone', async (t) => {
  const { world, visitor, clock } = await aBank(t, wang, li);
  const [phone, stranger] = [visitor(wang), visitor(li)];
  await phone.signIn();
  await stranger.signIn();
  const code = () => phone.codeFrom(() => phone.api.requestCode({ body: { purpose: 'reset-transaction-password' } }));
  const reset = async (smsCode: string, faceAttemptId: string, password = '161803') =>
    said(
      phone.api.resetTransactionPassword({
        body: { smsCode, faceAttemptId, new: await phone.sealPassword(password) },
      }),
    );
  const face = await passFace(phone.api, 'reset-password');
  const first = await code();
  await untouched(world.db, 'a weak new one', async () => {
    assert.equal(await reset(first, face, '654321'), 'weak-password: 交易密码不能是连续数字');
  });
  assert.equal(await reset(otherThan(first), face), 'sms-code-wrong: 还可以尝试 4 次');
  const theirs = await passFace(stranger.api, 'reset-password');
  assert.equal(await reset(first, theirs), 'face-not-matched', "another customer's face");
  clock.move(61);
  assert.equal(
    await reset(await code(), await passFace(phone.api, 'apply')),
    'face-not-matched',
    'for another purpose',
  );
  clock.move(61);
  assert.equal(await reset(await code(), face), 'done');
  clock.move(61);
  assert.equal(await reset(await code(), face), 'face-not-matched', 'a proof is good once');
  const body = { old: await phone.sealPassword('161803'), new: await phone.sealPassword('141421') };
  assert.equal(await said(phone.api.changeTransactionPassword({ body })), 'done');
  const activation = await phone.codeFrom(() => phone.api.requestCode({ body: { purpose: 'activate' } }));
  assert.equal(
    await reset(activation, await passFace(phone.api, 'reset-password')),
    'sms-code-expired',
    'a code for another purpose',
  );
});

test('who has none yet can neither change nor reset it', async (t) => {
  const { visitor } = await aBank(t);
  const newcomer = visitor(aPerson(71, '新'));
  await newcomer.register();
  const sealed = () => newcomer.sealPassword('161803');
  const body = { old: await sealed(), new: await sealed() };
  assert.equal(await said(newcomer.api.changeTransactionPassword({ body })), 'transaction-password-unset');
  const faceAttemptId = '01890000-0000-7000-8000-000000000000';
  const reset = { smsCode: '123456', faceAttemptId, new: await sealed() };
  assert.equal(await said(newcomer.api.resetTransactionPassword({ body: reset })), 'transaction-password-unset');
});
