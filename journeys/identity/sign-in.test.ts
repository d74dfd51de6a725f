import assert from 'node:assert/strict';
import { test } from 'node:test';
import { settings } from '../../server/src/seed/defaults.ts';
import { until } from '../kit/borrower.ts';
import { CookieJar } from '../kit/cookies.ts';
import { aPerson } from '../kit/persons.ts';
import { untouched } from '../kit/untouched.ts';
import { aBank, aBankOfTwo, otherThan, said, set, type Visitor } from './newcomer.ts';

const wang = aPerson(1, '王小明');
const li = aPerson(2, '李晓红');
const plainly = (visitor: Visitor, smsCode?: string) =>
  said(visitor.api.signIn({ body: { ...visitor.login, ...(smsCode === undefined ? {} : { smsCode }) } }));

test('the first device needs the password alone; every other one a code too, and then is known', async (t) => {
  const { world, visitor, onOtherNode, clock } = await aBankOfTwo(t, wang);
  const phone = visitor(wang);
  assert.equal(await plainly(phone), 'done');
  assert.equal(await plainly(phone), 'done', 'the same phone again');

  const tablet = onOtherNode(wang);
  await untouched(world.db, 'a sign-in on a new device', async () => {
    assert.equal(await plainly(tablet), 'new-device');
    assert.equal(await plainly(tablet, '123456'), 'sms-code-expired', 'a code that nobody has sent');
  });
  const wrong = { body: { ...tablet.login, password: 'Wrong-2026' } };
  assert.equal(await said(tablet.api.requestSignInCode(wrong)), 'wrong-credentials', 'no code without the password');
  const code = await tablet.codeFrom(() => tablet.api.requestSignInCode({ body: tablet.login }));
  assert.equal(await plainly(tablet, otherThan(code)), 'sms-code-wrong: 还可以尝试 4 次');
  assert.equal(await said(tablet.api.signIn({ body: { ...wrong.body, smsCode: code } })), 'wrong-credentials');
  assert.equal(await plainly(tablet, code), 'done');
  assert.equal(await plainly(visitor(wang), code), 'sms-code-expired', 'a code is good once');
  clock.move(61);
  assert.equal(await plainly(tablet), 'done', 'it is known now');
  await until('the text', async () => {
    const texts = await tablet.texts();
    return texts.some(({ text }) => text.includes('在新设备上登录。')) ? true : undefined;
  });
});

test('a device is known for one customer; and nobody can name a device beforehand', async (t) => {
  const { visitor } = await aBank(t, wang, li);
  const phone = visitor(wang);
  await phone.signIn();
  const planted = `miaodai_device=${'p'.repeat(43)}`;
  const jar = new CookieJar();
  jar.keep([planted]);
  const lis = visitor(li, jar);
  await lis.signIn();
  assert.ok(!jar.header.includes(planted), 'replaced by one that nobody else knows');
  const thief = new CookieJar();
  thief.keep([planted]);
  assert.equal(await plainly(visitor(li, thief)), 'new-device');
  assert.equal(await plainly(visitor(li, phone.jar)), 'new-device', "on wang's phone");
});

test('of two first devices at once one is the first', async (t) => {
  const { visitor, onOtherNode } = await aBankOfTwo(t, wang);
  const tries = await Promise.all([plainly(visitor(wang)), plainly(onOtherNode(wang)), plainly(visitor(wang))]);
  assert.deepEqual(tries.toSorted(), ['done', 'new-device', 'new-device']);
});

test('where the bank does not ask for a code, any device will do', async (t) => {
  const { world, visitor } = await aBank(t, wang);
  await set(world, 'newDeviceAsksCode', false);
  assert.equal(await plainly(visitor(wang)), 'done');
  assert.equal(await plainly(visitor(wang)), 'done');
});

test('the customer sees where they are signed in, ends one or all others, and an ended device is new again', async (t) => {
  const { visitor, clock } = await aBank(t, wang, li);
  const [phone, tablet, work] = [visitor(wang), visitor(wang), visitor(wang)];
  await phone.signIn();
  await tablet.signIn();
  clock.move(61);
  await work.signIn();
  const { sessions } = await phone.api.listSessions({});
  assert.deepEqual(
    sessions.map(({ device, channel, ip, current }) => [device, channel, ip, current].join()).toSorted(),
    [false, false, true].map((current) => `其他设备,direct-bank,127.0.*.*,${current}`),
  );
  const tablets = (await tablet.api.listSessions({})).sessions.find(({ current }) => current);
  const params = { sessionId: tablets?.sessionId ?? '' };

  const stranger = visitor(li);
  await stranger.signIn();
  assert.equal(await said(stranger.api.endSession({ params })), 'not-found', "somebody else's");
  assert.equal(await said(tablet.api.readSession({})), 'done');

  assert.deepEqual(await phone.api.endSession({ params }), { ended: 1 });
  assert.equal(await said(tablet.api.readSession({})), 'session-expired');
  assert.equal(await said(phone.api.endSession({ params })), 'not-found');
  assert.equal(await plainly(tablet), 'new-device');
  assert.equal(await said(work.api.readSession({})), 'done');

  assert.deepEqual(await phone.api.endOtherSessions({}), { ended: 1 });
  assert.equal(await said(work.api.readSession({})), 'session-expired');
  assert.equal(await plainly(work), 'new-device');
  assert.equal(await plainly(phone), 'done', 'the phone is still known');
  const { events } = await phone.api.readSecurity({});
  assert.equal(events.filter(({ kind }) => kind === 'session-ended').length, 2);
});

test('wrong passwords lock, are told to the customer, and not to whoever tries', async (t) => {
  const { visitor, clock } = await aBank(t, wang);
  const phone = visitor(wang);
  await phone.signIn();
  const thief = visitor({ ...wang, loginPassword: 'Wrong-2026' });
  for (let i = 1; i < settings.loginTries; i += 1) assert.equal(await plainly(thief), 'wrong-credentials');
  assert.equal(await plainly(thief), 'login-locked: 请 30 分钟后再试，或重置密码');
  assert.equal(await plainly(thief), 'login-locked: 请 30 分钟后再试，或重置密码');
  assert.equal(await plainly(phone), 'login-locked: 请 30 分钟后再试，或重置密码', 'the right one too');
  const { events } = await phone.api.readSecurity({});
  assert.deepEqual(
    events.slice(0, 5).map(({ kind }) => kind),
    ['login-locked', ...Array<string>(4).fill('sign-in-failed')],
  );
  clock.move(settings.loginLockSeconds);
  assert.equal(await plainly(phone), 'done');
});

test('a number that is nobody’s is answered like one that is somebody’s: try by try, and locked for as long', async (t) => {
  const { visitor, clock } = await aBank(t, wang);
  const answers = async (mobile: string) => {
    const thief = visitor({ ...wang, mobile, loginPassword: 'Wrong-2026' });
    const heard: string[] = [];
    for (let i = 0; i <= settings.loginTries; i += 1) heard.push(await plainly(thief));
    heard.push(await said(thief.api.requestSignInCode({ body: thief.login })));
    clock.move(settings.loginLockSeconds - 60);
    heard.push(await plainly(thief));
    clock.move(60);
    return [...heard, await plainly(thief)];
  };
  const ofWang = await answers(wang.mobile);
  assert.equal(ofWang.filter((words) => words.startsWith('login-locked')).length, 4);
  assert.deepEqual(await answers('13911111111'), ofWang);
});

test('a sign-in ends the session that the browser had, and brings new tokens', async (t) => {
  const { visitor } = await aBank(t, wang);
  const phone = visitor(wang);
  await phone.signIn();
  const before = new CookieJar();
  before.keep(phone.jar.header.split('; '));
  await phone.signIn();
  assert.notEqual(before.header, phone.jar.header);
  assert.equal(await said(visitor(wang, before).api.readSession({})), 'session-expired');
  assert.equal((await phone.api.listSessions({})).sessions.length, 1);
});

test('over a whole day of use the token changes, and the customer does not notice', async (t) => {
  const { visitor, onOtherNode, clock } = await aBankOfTwo(t, wang);
  const phone = visitor(wang);
  await phone.signIn();
  const seen = new Set<string>();
  for (let i = 0; i < 12; i += 1) {
    clock.move(600);
    const same = [phone, onOtherNode(wang, phone.jar), phone];
    const answers = await Promise.all(same.map((one) => said(one.api.readSession({}))));
    assert.deepEqual(answers, ['done', 'done', 'done'], `after ${i + 1} × 10 minutes`);
    seen.add(phone.jar.header);
  }
  assert.ok(seen.size >= 5, `${seen.size} tokens`);
});
